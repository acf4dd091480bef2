package cib

import (
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// What Plan returns where the live configuration cannot be judged.
var (
	ErrNotInstalled = errors.New("pacemaker is not installed (cibadmin is missing)")
	ErrNoCluster    = errors.New("no cluster is running here")
)

var (
	_ tasks.Task      = Configuration{}
	_ tasks.Secretive = Configuration{}
)

// Secrets returns those of the primitives, also as XML has them.
func (c Configuration) Secrets() []sh.Secret {
	var all []sh.Secret
	for _, p := range c.Primitives {
		for _, name := range slices.Sorted(maps.Keys(p.Secrets)) {
			secret := p.Secrets[name]
			all = append(all, secret)
			if escaped := escape(secret.Reveal()); escaped != secret.Reveal() {
				all = append(all, sh.NewSecret(escaped))
			}
		}
	}
	return all
}

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
	draft := draft(got, wanted.String(), c.gone(live))
	return tasks.Change{Steps: []tasks.Step{{
		Field:   "configuration",
		Was:     text(live, c),
		Want:    text(wanted, c),
		Do:      apply(draft, c.settle()),
		Preview: preview(draft),
	}}}, nil
}

// gone returns the primitives that are there, and are to be absent.
func (c Configuration) gone(live *node) []string {
	m := &merger{ids: map[string]*node{}}
	m.index(live)
	var ids []string
	for _, id := range c.Absent {
		if n := m.ids[id]; n != nil && n.name == "primitive" {
			ids = append(ids, id)
		}
	}
	return ids
}

func (c Configuration) settle() time.Duration {
	if c.Settle == 0 {
		return 120 * time.Second
	}
	return c.Settle
}
