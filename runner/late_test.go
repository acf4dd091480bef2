package runner_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/facts"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// token is a secret that host a makes.
func (l *lab) token() facts.Fact[sh.Secret] {
	file := sh.Word(l.path("a", "token"))
	return facts.Fact[sh.Secret]{
		Name:  "token",
		Probe: "if [ -e " + file + " ]; then cat " + file + "; else echo none; fi",
		Parse: func(printed string) (sh.Secret, error) {
			if printed == "none\n" {
				return sh.Secret{}, facts.ErrMissing
			}
			return sh.NewSecret(strings.TrimSpace(printed)), nil
		},
	}
}

// joining has host a make a token if it has none, and the others use it.
func (l *lab) joining(p *recipes.Play) error {
	hosts := p.Inventory.Hosts()
	p.Stage("first", hosts[:1], recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(made{Path: l.path("a", "token"), Word: "hunter22"})
		return nil
	}))
	p.Stage("join", hosts[1:], recipes.RoleFunc(func(h *recipes.Host) error {
		facts.Use(h, l.token(), hosts[0], "join with the token of a", func(token sh.Secret) (tasks.Task, error) {
			return cell{Path: l.path(h.Name, "joined"), Want: token.Reveal()}, nil
		})
		h.Do(cell{Path: l.path(h.Name, "last"), Want: "1"})
		return nil
	}))
	return nil
}

// made is a toy task: a file that must be there, whatever it holds.
type made struct{ Path, Word string }

func (m made) String() string { return "made" }
func (m made) Probe() sh.Script {
	return "if [ -e " + sh.Word(m.Path) + " ]; then echo there; else echo absent; fi"
}
func (m made) Plan(got string) (c tasks.Change, err error) {
	c.Differ("file", strings.TrimSpace(got), "there", "echo "+sh.Word(m.Word)+" >"+sh.Word(m.Path))
	return c, nil
}

func (l *lab) apply(check bool, build recipe) (*record, map[string][2]int, error) {
	rec := &record{}
	sum, err := (&runner.Runner{Dialer: local.Dialer{}, Reporter: rec, Check: check}).Apply(l.t.Context(), l.builder(build))
	changed := map[string][2]int{}
	for name, c := range sum.Hosts {
		changed[name] = [2]int{c.OK, c.Changed}
	}
	return rec, changed, err
}

// What one host registers is missing in check mode,
// and what needs it fails or pretends.
func TestComplaint2CheckWaitsForAValueThatIsNotThereYet(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b", "c")
	before := l.tree()
	rec, _, err := l.apply(true, l.joining)
	if err != nil || l.tree() != before {
		t.Fatalf("%v, tree changed: %v", err, l.tree() != before)
	}
	e := rec.find("join with the token of a")
	if e.Result != "waiting" || !errors.Is(e.Err, facts.ErrMissing) {
		t.Errorf("%+v", e)
	}
	if got := rec.results(); strings.Count(got, "=planned") != 3 || strings.Count(got, "=waiting") != 2 {
		t.Error(got)
	}
}

func TestValueOfOneHostIsUsedOnOthers(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b", "c")
	rec, _, err := l.apply(false, l.joining)
	if err != nil || l.read("b", "joined") != "hunter22\n" || l.read("c", "joined") != "hunter22\n" {
		t.Fatalf("%v %s", err, l.read("b", "joined"))
	}
	if e := rec.find("join with the token of a"); e.Result != "changed" || e.Steps[0].Want != "(secret)" {
		t.Errorf("%+v", e)
	}
	if _, got, err := l.apply(false, l.joining); err != nil || got["a"] != [2]int{1, 0} || got["b"] != [2]int{2, 0} || got["c"] != [2]int{2, 0} {
		t.Errorf("second run: %v %v", err, got)
	}
	if rec, _, err := l.apply(true, l.joining); err != nil || strings.Contains(rec.results(), "waiting") {
		t.Errorf("check: %v %s", err, rec.results())
	}
}

// What was gathered at the beginning is stale when
// it is used.
func TestComplaint21ValueIsWhatItIsByThen(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	if _, _, err := l.apply(false, l.joining); err != nil {
		t.Fatal(err)
	}
	l.write("a", "token", "another1\n")
	rec, _, err := l.apply(true, l.joining)
	if e := rec.find("join with the token of a"); err != nil || e.Result != "planned" {
		t.Errorf("%v %+v", err, e)
	}
	_, got, err := l.apply(false, l.joining)
	if err != nil || got["b"] != [2]int{1, 1} || l.read("b", "joined") != "another1\n" {
		t.Errorf("%v %v %s", err, got, l.read("b", "joined"))
	}
}

func TestComplaint2ValueThatMayChangeIsNotTrustedInCheck(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	if _, _, err := l.apply(false, l.joining); err != nil {
		t.Fatal(err)
	}
	more := func(p *recipes.Play) error {
		p.Stage("zero", p.Inventory.Hosts()[:1], recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(cell{Path: l.path("a", "other"), Want: "1"})
			return nil
		}))
		return l.joining(p)
	}
	rec, _, err := l.apply(true, more)
	e := rec.find("join with the token of a")
	if err != nil || e.Result != "waiting" || !strings.Contains(e.Err.Error(), "made of what a says, where changes are pending") {
		t.Errorf("%v %+v", err, e)
	}
}

func TestMissingValueFailsInApply(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	for _, check := range []bool{false, true} {
		rec, _, err := l.apply(check, func(p *recipes.Play) error {
			hosts := p.Inventory.Hosts()
			p.Stage("join", hosts[1:], recipes.RoleFunc(func(h *recipes.Host) error {
				facts.Use(h, l.token(), hosts[0], "join", func(token sh.Secret) (tasks.Task, error) {
					return cell{Path: l.path(h.Name, "joined"), Want: token.Reveal()}, nil
				})
				return nil
			}))
			return nil
		})
		var te *runner.TaskError
		if !errors.As(err, &te) || te.Task != "join" || !errors.Is(err, facts.ErrMissing) || rec.find("join").Result != "failed" {
			t.Errorf("check %v: %v", check, err)
		}
	}
}

func TestValueOfALostHost(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	rec := &record{}
	_, err := (&runner.Runner{Dialer: holes{"a": true}, Reporter: rec}).Apply(t.Context(), l.builder(l.joining))
	e := rec.find("join with the token of a")
	if err == nil || e.Result != "failed" || e.Err.Error() != "asking a: it has failed before" {
		t.Errorf("%v %+v", err, e)
	}
	limited := &runner.Runner{Dialer: local.Dialer{}, Limit: func(host string) bool { return host == "b" }}
	if _, err := limited.Apply(t.Context(), l.builder(l.joining)); err == nil || !strings.Contains(err.Error(), "asking a: the limit leaves it out") {
		t.Error(err)
	}
}

func TestValueOfAHostAtWork(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b", "c")
	l.write("a", "token", "hunter22\n")
	_, got, err := l.apply(false, func(p *recipes.Play) error {
		hosts := p.Inventory.Hosts()
		p.Stage("all", hosts, recipes.RoleFunc(func(h *recipes.Host) error {
			for _, name := range []string{"x", "y"} {
				h.Do(cell{Path: l.path(h.Name, name), Want: "1"})
				facts.Use(h, l.token(), hosts[0], "use "+name, func(token sh.Secret) (tasks.Task, error) {
					return cell{Path: l.path(h.Name, "of "+name), Want: token.Reveal()}, nil
				})
			}
			return nil
		}))
		return nil
	})
	if err != nil || got["a"] != [2]int{0, 4} || got["b"] != [2]int{0, 4} || got["c"] != [2]int{0, 4} {
		t.Errorf("%v %v", err, got)
	}
}

func TestLateTaskIsATaskOfItsHost(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	l.write("a", "token", "hunter22\n")
	for want, task := range map[string]tasks.Task{
		"no task was made":                  nil,
		"no task of this host":              recipes.Delegated{Host: l.host[1], Task: cell{Path: l.path("b", "x"), Want: "1"}},
		"what was made is no task of this ": recipes.Late{Name: "later"},
	} {
		_, _, err := l.apply(false, func(p *recipes.Play) error {
			p.Stage("s", p.Inventory.Hosts()[:1], recipes.RoleFunc(func(h *recipes.Host) error {
				facts.Use(h, l.token(), h.Host, "use", func(sh.Secret) (tasks.Task, error) { return task, nil })
				return nil
			}))
			return nil
		})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", task, err)
		}
	}
}

func TestLateTaskOwesItsHandlers(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	l.write("a", "token", "hunter22\n")
	build := func(p *recipes.Play) error {
		p.Stage("s", p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error {
			restart := h.Handler("restart", action{Name: "restart", Log: l.path("a", "log")})
			facts.Use(h, l.token(), h.Host, "use", func(token sh.Secret) (tasks.Task, error) {
				return cell{Path: l.path("a", "x"), Want: token.Reveal()}, nil
			}, restart)
			return nil
		}))
		return nil
	}
	if _, got, err := l.apply(false, build); err != nil || got["a"] != [2]int{0, 2} || l.read("a", "log") != "restart\n" {
		t.Errorf("%v %v %s", err, got, l.read("a", "log"))
	}
}
