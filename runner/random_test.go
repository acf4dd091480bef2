package runner_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// trial is a random play on three hosts behind a load balancer, where any step
// may fail once, or end the shell before or after it is done.
type trial struct {
	*lab
	flush, whole, elsewhere bool // drained on the load balancer
	serial                  recipes.Batches
	faults                  []string
	cancelAt                int // number of the event at which the run is interrupted; 0 is never
}

func newTrial(t *testing.T, seed uint64) *trial {
	rng := rand.New(rand.NewPCG(seed, 2))
	coin := func() bool { return rng.IntN(2) == 0 }
	x := &trial{lab: newLab(t, "a", "b", "c", "lb"), flush: coin(), whole: coin(), elsewhere: coin()}
	x.serial = recipes.Batches{recipes.Hosts(1 + rng.IntN(2))}
	steps := []string{"conf", "more", "register", "reload", "drain", "restart", "undrain", "gate"}
	for range 1 + rng.IntN(2) {
		what := []string{"fail", "before", "after"}[rng.IntN(3)]
		x.faults = append(x.faults, what+"-"+steps[rng.IntN(len(steps))]+"-"+x.host[rng.IntN(3)].Name)
	}
	if rng.IntN(3) == 0 {
		x.cancelAt = 1 + rng.IntN(25)
	}
	for _, fault := range x.faults {
		x.write("lb", fault, "")
	}
	for _, h := range x.host[:3] {
		x.write("lb", "drained-"+h.Name, "no\n")
		x.write(h.Name, "healthy", "yes\n")
	}
	return x
}

// step is a script with its faults, which writes down that it was done.
func (x *trial) step(name, host string, do sh.Script) sh.Script {
	at := func(what string) sh.Script { return sh.Word(x.path("lb", what+"-"+name+"-"+host)) }
	return sh.Lines(
		"if [ -e "+at("before")+" ]; then rm "+at("before")+"; kill -9 $$; exit 1; fi",
		"if [ -e "+at("fail")+" ]; then rm "+at("fail")+"; exit 1; fi",
		"echo "+sh.Word(name+"-"+host)+" >>"+sh.Word(x.path("lb", "log")),
		do,
		"if [ -e "+at("after")+" ]; then rm "+at("after")+"; kill -9 $$; exit 1; fi",
	)
}

func (x *trial) cell(step, host, path, want string) cell {
	return cell{Path: path, Want: want, Do: x.step(step, host, "echo "+sh.Word(want)+" >"+sh.Word(path))}
}

func (x *trial) stage() *recipes.Stage {
	return (&recipes.Play{}).Stage("s", x.host[:3], recipes.RoleFunc(func(h *recipes.Host) error {
		name, drained := h.Name, x.path("lb", "drained-"+h.Name)
		move := func(step, want string) tasks.Task {
			var t tasks.Task = called{step, x.cell(step, name, drained, want)}
			if x.elsewhere {
				t = recipes.Delegated{Host: x.host[3], Task: called{step + " " + name, t}}
			}
			return t
		}
		rolling := &recipes.Rolling{
			Name: "r", Serial: x.serial,
			Before: []tasks.Task{move("drain", "yes")},
			After:  []tasks.Task{move("undrain", "no")},
			Gate:   []tasks.Task{x.cell("gate", name, x.path(name, "healthy"), "yes")},
		}
		reload := h.Handler("reload", meeting{x.step("reload", name, "true")})
		restart := h.Handler("restart", meeting{x.step("restart", name, sh.Lines(
			"[ $(cat "+sh.Word(drained)+") = yes ]", "echo no >"+sh.Word(x.path(name, "healthy")),
		))})
		if x.whole {
			h.TakeTurns(rolling)
		} else {
			restart.Rolling = rolling
		}
		h.DoThen(x.cell("conf", name, x.path(name, "conf"), "1"), reload, restart)
		if x.flush {
			h.Flush()
		}
		h.DoThen(x.cell("more", name, x.path(name, "more"), "1"), restart)
		h.DoOn(x.host[3], called{"register " + name, x.cell("register", name, x.path("lb", "registered-"+name), "1")}, reload)
		return nil
	}))
}

// called is a task of another name.
type called struct {
	Name string
	tasks.Task
}

func (c called) String() string { return c.Name }

// Whatever fails, dies or is interrupted in whichever play: one more run
// brings the hosts to the described state. Nobody stays drained or sick, and
// what a change owes is done after it. Then there is nothing to do.
func TestOneMoreRunAlwaysEndsTheWork(t *testing.T) {
	for seed := range uint64(16) {
		x := newTrial(t, seed)
		ctx, cancel := context.WithCancel(t.Context())
		events := 0
		r := &runner.Runner{Dialer: local.Dialer{}, Reporter: report.Func(func(e report.Event) {
			if events++; events == x.cancelAt {
				cancel()
			}
		})}
		_, _ = r.Run(ctx, []*recipes.Stage{x.stage()})
		cancel()
		for _, fault := range x.faults {
			_ = os.Remove(x.path("lb", fault)) // it may have happened
		}
		what := fmt.Sprintf("seed %d, %+v", seed, *x)
		first := x.read("lb", "log")
		if rec, _, err := x.run(false, x.stage()); err != nil {
			t.Errorf("%s: %v\n%s\nfirst %s\nthen %s", what, err, rec.results(), first, x.read("lb", "log"))
			continue
		}
		log := strings.Fields(x.read("lb", "log"))
		last := func(step string) int {
			i := len(log) - 1
			for i >= 0 && log[i] != step {
				i--
			}
			return i
		}
		for _, h := range []string{"a", "b", "c"} {
			state := x.read(h, "conf") + x.read(h, "more") + x.read("lb", "registered-"+h) + x.read("lb", "drained-"+h) + x.read(h, "healthy")
			if state != "1\n1\n1\nno\nyes\n" {
				t.Errorf("%s: host %s is %q", what, h, state)
			}
			changed := max(last("conf-"+h), last("more-"+h))
			if last("restart-"+h) < changed || last("reload-"+h) < max(last("conf-"+h), last("register-"+h)) {
				t.Errorf("%s: host %s: a debt was lost: %s", what, h, log)
			}
			if n := len(slices.DeleteFunc(slices.Clone(log), func(s string) bool { return s != "restart-"+h })); n > 2 {
				t.Errorf("%s: host %s restarted %d times: %s", what, h, n, log)
			}
		}
		_, sum, err := x.run(false, x.stage())
		for _, h := range []string{"a", "b", "c"} {
			if c := sum.Hosts[h]; err != nil || c.Changed != 0 || c.Trips != 1 {
				t.Errorf("%s: once more: %v: host %s %+v", what, err, h, c)
			}
		}
	}
}
