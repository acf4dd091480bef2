// Package cib describes the configuration of a pacemaker cluster, and brings
// the live one, the Cluster Information Base, to what it describes.
//
// The live configuration is compared by meaning, not by text: 20, 20s and
// 20000ms are one interval, no and false one property, inf and INFINITY one
// score, and neither the order nor the id of an attribute matters. Only what
// is declared is touched. Pacemaker's own tools check, preview and apply the
// change as one patch; the cluster never enters maintenance mode.
package cib

import "time"

// Configuration is what a cluster should hold. It is the same on every node,
// so give it to one node only: the cluster tells the others.
//
// A declared primitive, colocation, order or location is owned as a whole: parameters,
// meta attributes, operations and attributes that it does not declare are
// removed. Three things of a declared primitive stay as they are: the meta
// attributes by which an operator stops or unmanages it (target-role,
// is-managed, maintenance), attribute sets that hold a rule or borrow from
// another set by id-ref, and its place, e.g. in a group. Of properties and
// defaults only the declared names are owned. All else in the cluster is
// foreign and is left alone.
//
// What is secret is among [Primitive.Secrets]. All other values are shown in
// diffs.
type Configuration struct {
	Properties        Values // cluster options, e.g. "stonith-enabled": "no"
	ResourceDefaults  Values // meta attributes of every resource, e.g. "resource-stickiness": "100"
	OperationDefaults Values // of every operation, e.g. "timeout": "30s"

	Primitives  []Primitive
	Colocations []Colocation
	Orders      []Order
	Locations   []Location

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
