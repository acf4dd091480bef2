package runner_test

import (
	"errors"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/facts"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/plan"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// planned checks the play, and returns what was found.
func (l *lab) planned(build recipe) plan.Plan {
	l.t.Helper()
	var found plan.Recorder
	r := &runner.Runner{Dialer: local.Dialer{}, Reporter: &found, Check: true}
	if _, err := r.Apply(l.t.Context(), l.builder(build)); err != nil {
		l.t.Fatal(err)
	}
	return plan.Plan{Tasks: found.Tasks()}
}

// carry carries the plan out.
func (l *lab) carry(p plan.Plan, build recipe) (report.Summary, error) {
	r := &runner.Runner{Dialer: local.Dialer{}, Approve: p.Approver()}
	return r.Apply(l.t.Context(), l.builder(build))
}

func TestPlanOfHandlersThatRoll(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	build := func(p *recipes.Play) error {
		p.Stage("s", p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error {
			restart := h.Handler("restart", action{Name: h.Name, Log: l.path("a", "order")})
			restart.Rolling = &recipes.Rolling{Name: "c", Rank: "echo 0", Gate: []tasks.Task{cell{Path: l.path(h.Name, "healthy"), Want: "1"}}}
			h.DoThen(cell{Path: l.path(h.Name, "conf"), Want: "1"}, restart)
			return nil
		}))
		return nil
	}
	p := l.planned(build)
	if sum, err := l.carry(p, build); err != nil || sum.Hosts["a"].Failed != 0 || l.read("a", "order") != "a\nb\n" {
		t.Errorf("%v %+v %s", err, sum.Hosts, l.read("a", "order"))
	}
}

// What was waiting was said to be unknown, and may do what comes out.
func TestPlanOfValuesThatAreNotThereYet(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	p := l.planned(l.joining)
	if sum, err := l.carry(p, l.joining); err != nil || sum.Hosts["b"].Changed != 2 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}

func TestPlanIsRefusedWhereAValueIsAnotherOne(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	l.write("a", "number", "7")
	build := func(p *recipes.Play) error {
		hosts := p.Inventory.Hosts()
		p.Stage("use", hosts[1:], recipes.RoleFunc(func(h *recipes.Host) error {
			number := facts.Fact[string]{Name: "number", Probe: "cat " + sh.Word(l.path("a", "number")), Parse: func(s string) (string, error) { return s, nil }}
			facts.Use(h, number, hosts[0], "use the number", func(n string) (tasks.Task, error) {
				return cell{Path: l.path("b", "x"), Want: n}, nil
			})
			return nil
		}))
		return nil
	}
	p := l.planned(build)
	l.write("a", "number", "8")
	_, err := l.carry(p, build)
	var drift *plan.DriftError
	if !errors.As(err, &drift) || drift.Differences[0].Now.Steps[0].Want != "8" {
		t.Error(err)
	}
}
