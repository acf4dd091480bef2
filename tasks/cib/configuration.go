// Package cib describes the configuration of a pacemaker cluster, and brings
// the live one, the Cluster Information Base, to what it describes.
//
// The live configuration is compared by meaning, not by text: 20, 20s and
// 20000ms are one interval, no and false one property, inf and INFINITY one
// score, and neither the order nor the id of an attribute matters. Only what
// is declared is touched. Pacemaker's own tools check, preview and apply the
// change as one patch; the cluster never enters maintenance mode.
package cib

import (
	"errors"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// What Plan returns where the live configuration cannot be judged.
var (
	ErrNotInstalled = errors.New("pacemaker is not installed (cibadmin is missing)")
	ErrNoCluster    = errors.New("no cluster is running here")
)

// Configuration is what a cluster should hold. It is the same on every node,
// so give it to one node only: the cluster tells the others.
//
// A declared primitive, colocation or order is owned as a whole: parameters,
// meta attributes, operations and attributes that it does not declare are
// removed. Three things of a declared primitive stay as they are: the meta
// attributes by which an operator stops or unmanages it (target-role,
// is-managed, maintenance), attribute sets that hold a rule or borrow from
// another set by id-ref, and its place, e.g. in a group. Of properties and
// defaults only the declared names are owned. All else in the cluster is
// foreign and is left alone.
//
// No value here is secret: all of them are shown in diffs.
type Configuration struct {
	Properties        Values // cluster options, e.g. "stonith-enabled": "no"
	ResourceDefaults  Values // meta attributes of every resource, e.g. "resource-stickiness": "100"
	OperationDefaults Values // of every operation, e.g. "timeout": "30s"

	Primitives  []Primitive
	Colocations []Colocation
	Orders      []Order

	// Absent is the ids of primitives and constraints that must not exist:
	// what an earlier version of a recipe made, or what "crm resource move"
	// left behind (cli-prefer-...). What still refers to one of them must go
	// too, or pacemaker's check refuses the change.
	Absent []string

	// Settle bounds the wait for the cluster to carry the change out; 0 means
	// 120 s, and a negative value not to wait. A cluster that takes longer
	// fails the task, although the new configuration stands.
	Settle time.Duration
}

// Values is attributes by name. Values are written to the cluster as they are.
type Values map[string]string

// Primitive is one resource.
type Primitive struct {
	ID         string
	Agent      string // "ocf:heartbeat:IPaddr2", "systemd:haproxy"
	Params     Values // of the agent; compared exactly, because only the agent knows what they mean
	Meta       Values // e.g. "migration-threshold": "2"
	Operations []Operation
}

// Operation is how an action of a resource is carried out.
type Operation struct {
	Name     string        // "monitor", "start", "stop", ...
	Interval time.Duration // between two runs; 0 means that it does not recur
	Timeout  time.Duration // 0 means the cluster's default, 20 s
	OnFail   OnFail        // empty means the cluster's default, which for a monitor is Restart
}

// OnFail says what the cluster does when an operation fails.
type OnFail string

// The reactions to a failure, from "Pacemaker Explained", section "Operation
// Properties".
const (
	Ignore  OnFail = "ignore"
	Block   OnFail = "block"
	Demote  OnFail = "demote"
	Stop    OnFail = "stop"
	Restart OnFail = "restart"
	Fence   OnFail = "fence"
	Standby OnFail = "standby"
)

// Colocation places Resource where With runs.
type Colocation struct {
	ID       string
	Score    string // whole number, "INFINITY" or "-INFINITY"; empty means INFINITY
	Resource string // id of a declared primitive
	With     string // id of a declared primitive; it is placed first
}

// Order starts Then after First, and stops them the other way round.
type Order struct {
	ID    string
	Kind  Kind
	First string // id of a declared primitive
	Then  string // id of a declared primitive
}

// Kind says how strict an order is.
type Kind string

// The kinds of order. The zero value means Mandatory. crmsh writes a score of
// "inf" as Mandatory and one of 0 as Optional.
const (
	Mandatory Kind = "Mandatory"
	Optional  Kind = "Optional"
	Serialize Kind = "Serialize"
)

// String returns "cluster configuration": a host has one.
func (Configuration) String() string { return "cluster configuration" }

// Probe returns the script that prints the configuration part of the live CIB:
// neither its status, which changes all the time, nor its version. It prints
// a line instead where pacemaker is not installed or does not run.
func (Configuration) Probe() sh.Script { return probe }

// Plan compares the live configuration with the declared one. The change has
// one step, because the cluster takes it as one; its two texts hold the
// declared objects, one attribute a line. The error is [ErrNotInstalled] or
// [ErrNoCluster], or says that the live configuration is not well-formed or
// has a declared id on an object of another type.
func (c Configuration) Plan(got string) (tasks.Change, error) {
	switch got = trim(got); got {
	case notInstalled:
		return tasks.Change{}, ErrNotInstalled
	case noCluster:
		return tasks.Change{}, ErrNoCluster
	}
	live, err := parse(got)
	if err != nil {
		return tasks.Change{}, err
	}
	wanted, err := merge(live, c)
	if err != nil {
		return tasks.Change{}, err
	}
	if wanted.equal(live) {
		return tasks.Change{}, nil
	}
	draft := draft(got, wanted.String())
	return tasks.Change{Steps: []tasks.Step{{
		Field:   "configuration",
		Was:     text(live, c),
		Want:    text(wanted, c),
		Do:      apply(draft, c.settle()),
		Preview: preview(draft),
	}}}, nil
}

func (c Configuration) settle() time.Duration {
	if c.Settle == 0 {
		return 120 * time.Second
	}
	return c.Settle
}
