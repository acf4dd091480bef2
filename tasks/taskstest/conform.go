// Package taskstest is the suite that every task must pass, and the helpers
// to test tasks with: scratch hosts, tables of plans, and golden scripts.
//
// A package of tasks has three tests. [Plans] holds, for each state that the
// probe can print, what is planned. [Golden] holds the text of the scripts, so
// that a change of them is seen in review. [Conform] runs them for real.
package taskstest

import (
	"strings"
	"testing"

	"github.com/aymanbagabas/go-udiff"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Case is a task and a state of the host that it is to be tried on.
type Case struct {
	Name string // of the subtest; empty means the task's String

	// Task returns the task, with its paths below root.
	Task func(root string) tasks.Task

	// Host makes the host, of a kind of [Kinds]; nil means [NewHost]. Commands
	// and MachineTools are not for hosts that are made otherwise.
	Host func(t testing.TB, kind string) *Host

	// Setup puts the host in the state to start from; nil leaves root empty.
	Setup func(t testing.TB, root string)

	// Commands stands in for commands that need a real system, or would
	// change this one; see [NewHost]. A stand-in must not write anything when
	// it is only asked to look.
	Commands map[string]string

	// Network gives the host a network namespace of its own, with nothing in it
	// but a loopback interface that is down; see [Host.Isolate].
	Network bool

	// Prepare is run on the host after Setup, as to make network interfaces.
	Prepare sh.Script

	// MachineTools runs busybox's shell with this machine's tools: for tasks
	// whose hosts have the GNU ones, because they have systemd or dpkg.
	MachineTools bool

	// InSync says that the host already is as the task wants it. Without it
	// the plan must have at least one step.
	InSync bool

	// Refused, if set, is part of the error that Plan must return. Nothing is
	// applied then.
	Refused string
}

// Conform checks, for every case and every shell that a host may have, what
// the runner relies on: scripts are POSIX shell; a probe exits 0, prints the
// same bytes each time, also where nothing can be written, and leaves the host
// untouched, as do previews; Plan is a pure function and survives nonsense;
// every step has a remedy; the remedies leave nothing to do; and no secret is
// shown.
func Conform(t *testing.T, cases ...Case) {
	t.Helper()
	for _, c := range cases {
		for _, kind := range Kinds() {
			name := c.Name
			if name == "" {
				name = c.Task("/").String()
			}
			t.Run(name+"/"+kind, func(t *testing.T) { c.conform(t, c.host(t, kind)) })
		}
	}
}

func (c Case) host(t testing.TB, kind string) *Host {
	h := c.make(t, kind)
	if c.Setup != nil {
		c.Setup(t, h.Root)
	}
	if c.Network {
		h.Isolate("-n")
	}
	if err := h.Run(c.Prepare).Err(); err != nil {
		t.Fatalf("prepare: %v", err)
	}
	return h
}

func (c Case) make(t testing.TB, kind string) *Host {
	if c.Host != nil {
		return c.Host(t, kind)
	}
	if kind == "busybox" && c.MachineTools {
		kind = "ash"
	}
	return NewHost(t, kind, c.Commands)
}

func (c Case) conform(t testing.TB, h *Host) {
	t.Helper()
	task := c.Task(h.Root)
	named(t, task)
	sampled(t, task)
	Syntax(t, "probe", task.Probe())

	before := h.Snapshot()
	got := h.Probe(task)
	if again := h.Probe(task); again != got {
		t.Fatalf("probe printed different bytes for the same state:\n%s", udiff.Unified("first", "second", got, again))
	}
	readOnly(t, h, task, got)
	change, err := planned(t, task, got)
	noSecrets(t, task, got, change, err)
	for _, s := range change.Steps {
		Syntax(t, s.Field+" remedy", s.Do)
		Syntax(t, s.Field+" preview", s.Preview)
		h.Run(s.Preview)
	}
	if diff := udiff.Unified("before", "after", before, h.Snapshot()); diff != "" {
		t.Fatalf("check changed the host:\n%s", diff)
	}
	if c.Refused != "" {
		if err == nil || !strings.Contains(err.Error(), c.Refused) {
			t.Fatalf("Plan error is %v, want one with %q", err, c.Refused)
		}
		return
	}
	if err != nil {
		t.Fatalf("Plan: %v; probe printed:\n%s", err, got)
	}
	if change.Empty() != c.InSync {
		t.Fatalf("plan has %d steps, in sync should be %v; probe printed:\n%s", len(change.Steps), c.InSync, got)
	}
	if err := h.apply(change).Err(); err != nil {
		t.Fatalf("remedies: %v\n%s", err, change.Script())
	}
	left, err := h.Plan(task)
	if err != nil {
		t.Fatalf("Plan after the remedies: %v", err)
	}
	for _, s := range left.Steps {
		t.Errorf("after the remedies %s is %q, want %q", s.Field, s.Was, s.Want)
	}
}
