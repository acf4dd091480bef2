// Package runner carries plays out: it is the only part that talks to hosts.
//
// From the outside to the inside, a file each: a [Runner] makes a run, which
// has hosts and stages. A stage does its segments one after another, on all of
// its hosts at once, or in turns (roll). In a segment every host has a span of
// its numbered work. That is guarded (host): whatever goes wrong in it is the
// host's own outcome, and what may be tried again is (retry). Then it
// is done part by part: what is delegated by a deputy, what is late once it is
// made, and all else by converge, which observes, plans, and either foresees
// (check) or sends a chain (apply). What a host is sent goes over its link, the
// session with its shell, and nothing else does.
//
// One goroutine at a time works on a host. Others may only put questions to it
// (value), have it do what is delegated (deputy), or end what runs there
// (interrupt, watch).
package runner

import (
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Runner carries out plays. Dialer is required; the zero value of every other
// field is its default. A Runner may be used for one run after another, not
// for two at once.
type Runner struct {
	Dialer   transport.Dialer
	Reporter report.Reporter // nil discards the events

	Check       bool                   // probe and plan only; nothing is changed
	Forks       int                    // hosts at a time; 0 means 64
	DialTimeout time.Duration          // for the whole way to a host; 0 means 10 s; its shell is given three times as long to answer
	LockWait    time.Duration          // how long to wait for another run on a host; 0 means not at all
	TaskTimeout time.Duration          // for one run of one script; 0 means for ever; see [recipes.Limits]
	Tries       int                    // how often a task is tried at most; 0 means once; see [recipes.Limits]
	Limit       func(host string) bool // nil means every host

	// Secrets returns what must not be shown, besides what the tasks know; nil
	// means nothing. It is asked often and from several goroutines, and what it
	// returns may grow.
	Secrets func() []sh.Secret

	// Serial is how many hosts do a stage at a time, where the stage does not
	// say so itself and has nothing that rolls; nil means all.
	Serial recipes.Batches

	// MaxFail is that of stages that do not say themselves how many hosts may
	// fail, see [recipes.Stage.MaxFail]. It lets no [recipes.Rolling] go on
	// that would stop.
	MaxFail recipes.Size

	// Approve, if set, is asked before a change is carried out, and shown the
	// event by which check mode would tell of it, with its Digest. An error
	// fails the task with a [*RefusedError], and nothing of it is done. It may
	// be asked several times about one change, and from several goroutines.
	Approve func(planned report.Event) error

	longestPause time.Duration // between two attempts of any kind; 0 means what is due; only tests are in such a hurry
}

func (r *Runner) dialTimeout() time.Duration {
	if r.DialTimeout > 0 {
		return r.DialTimeout
	}
	return 10 * time.Second
}

func (r *Runner) forks() int {
	if r.Forks > 0 {
		return r.Forks
	}
	return 64
}
