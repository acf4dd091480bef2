package runner_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// eachRanked is eachKind, with what the hosts say of themselves.
func eachRanked(t *testing.T, a, b string, test func(t *testing.T, f farm, stage func(value string) *recipes.Stage)) {
	eachKind(t, func(t *testing.T, f farm, stage func(string) *recipes.Stage) {
		f.write("a", "rank", a+"\n")
		f.write("b", "rank", b+"\n")
		test(t, f, func(value string) *recipes.Stage {
			st := stage(value)
			for _, h := range st.Hosts {
				r := h.Rolling
				if r == nil {
					r = h.Handlers[0].Rolling
				}
				r.Rank = "cat " + sh.Word(f.path(h.Name, "rank"))
			}
			return st
		})
	})
}

func TestPassiveHostGoesFirst(t *testing.T) {
	t.Parallel()
	eachRanked(t, "1", "0", func(t *testing.T, f farm, stage func(string) *recipes.Stage) {
		_, _, err := f.run(false, stage("1"))
		if log := f.log(); err != nil || log != turnOfB+" "+turnOfA {
			t.Errorf("%v: log %s", err, log)
		}
	})
}

// Whoever was drained and lost goes before the passive host.
func TestHostWhoseTurnWasBegunGoesFirst(t *testing.T) {
	t.Parallel()
	eachRanked(t, "1", "0", func(t *testing.T, f farm, stage func(string) *recipes.Stage) {
		f.write("b", "die-after-drain", "")
		if _, _, err := f.run(false, stage("1")); err == nil {
			t.Fatal("no error")
		}
		f.write("b", "rank", "2\n")
		_, _, err := f.run(false, stage("1"))
		if log := f.log(); err != nil || log != turnOfB+" "+turnOfA {
			t.Errorf("%v: log %s", err, log)
		}
	})
}

// There is nothing to drain on a host that gives no service yet.
func TestFreeHostIsNotDrained(t *testing.T) {
	t.Parallel()
	eachRanked(t, "free", "0", func(t *testing.T, f farm, stage func(string) *recipes.Stage) {
		if rec, sum, err := f.run(true, stage("1")); err != nil || sum.Hosts["a"].Waiting != 0 || sum.Hosts["b"].Waiting != 1 {
			t.Errorf("check: %v %+v: %s", err, sum.Hosts, rec.results())
		}
		_, _, err := f.run(false, stage("1"))
		if log := f.log(); err != nil || log != "work-a "+turnOfB {
			t.Errorf("%v: log %s", err, log)
		}
	})
}

// A host that is drained and has nothing else to do is given back to its
// clients even if the other one is not well: then most of all.
func TestDrainedHostIsGivenBackWhereAnotherOneFails(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, f farm, stage func(string) *recipes.Stage) {
		f.write("a", "die-before-undrain", "")
		if _, _, err := f.run(false, stage("1")); err == nil || f.read("a", "drained") != "yes\n" {
			t.Fatalf("%v: drained %s", err, f.read("a", "drained"))
		}
		_, err := (&runner.Runner{Dialer: holes{"b": true}}).Run(t.Context(), []*recipes.Stage{stage("1")})
		if log := f.log(); err == nil || log != "drain-a work-a undrain-a" {
			t.Errorf("%v: log %s", err, log)
		}
		if _, _, err := f.run(false, stage("1")); err != nil {
			t.Fatal(err)
		}
		if log := f.log(); log != "gate-a "+turnOfB {
			t.Errorf("log %s", log)
		}
		f.settled(stage("1"), "1")
	})
}
