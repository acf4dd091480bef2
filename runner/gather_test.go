package runner_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/facts"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// recipe is a function used as a recipe.
type recipe func(*recipes.Play) error

func (r recipe) Build(p *recipes.Play) error { return r(p) }

// lineOf is a fact: the word in a file of a host.
func lineOf(name, path string) facts.Fact[string] {
	return facts.Fact[string]{Name: name, Probe: "cat " + sh.Word(path), Parse: func(printed string) (string, error) {
		return strings.TrimSuffix(printed, "\n"), nil
	}}
}

// builder returns what Apply builds with.
func (l *lab) builder(build recipe) func(recipes.Facts) (*recipes.Play, error) {
	return func(known recipes.Facts) (*recipes.Play, error) {
		inv, err := inventory.New(l.host...)
		if err != nil {
			return nil, err
		}
		return recipes.BuildKnowing(known, inv, nil, build)
	}
}

// counting counts how often it dials.
type counting struct {
	transport.Dialer
	dials atomic.Int64
}

func (c *counting) Dial(ctx context.Context, h inventory.Host) (transport.Conn, error) {
	c.dials.Add(1)
	return c.Dialer.Dial(ctx, h)
}

// colours makes every host write what its fact says.
func (l *lab) colours(p *recipes.Play) error {
	p.Stage("s", p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error {
		colour, known := lineOf("colour", l.path(h.Name, "colour")).Of(h)
		if !known {
			return nil
		}
		h.Do(cell{Path: l.path(h.Name, "paint"), Want: colour})
		return nil
	}))
	return nil
}

func TestFactsAreGatheredOverTheConnectionOfTheRun(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	l.write("a", "colour", "red\n")
	l.write("b", "colour", "blue\n")
	d := &counting{Dialer: local.Dialer{}}
	sum, err := (&runner.Runner{Dialer: d}).Apply(t.Context(), l.builder(l.colours))
	if err != nil || l.read("a", "paint") != "red\n" || l.read("b", "paint") != "blue\n" {
		t.Fatalf("%v: %s %s", err, l.read("a", "paint"), l.read("b", "paint"))
	}
	if d.dials.Load() != 2 || sum.Hosts["a"].Trips != 3 {
		t.Errorf("%d dials, %+v", d.dials.Load(), sum.Hosts)
	}
	sum, err = (&runner.Runner{Dialer: d}).Apply(t.Context(), l.builder(l.colours))
	if err != nil || sum.Hosts["a"].OK != 1 || sum.Hosts["a"].Trips != 2 {
		t.Errorf("second run: %v %+v", err, sum.Hosts)
	}
}

func TestAPlayWithoutFactsIsOneTrip(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	l.write("a", "x", "1\n")
	built := 0
	sum, err := (&runner.Runner{Dialer: local.Dialer{}}).Apply(t.Context(), l.builder(func(p *recipes.Play) error {
		built++
		p.Stage("s", p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(cell{Path: l.path("a", "x"), Want: "1"})
			return nil
		}))
		return nil
	}))
	if err != nil || built != 1 || sum.Hosts["a"].Trips != 1 {
		t.Errorf("%v, built %d times, %+v", err, built, sum.Hosts)
	}
}

func TestHostThatCannotBeAskedDoesNoWork(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b", "c")
	l.write("b", "colour", "blue\n") // a is not reached, and c has no such file
	rec := &record{}
	sum, err := (&runner.Runner{Dialer: holes{"a": true}, Reporter: rec}).Apply(t.Context(), l.builder(l.colours))
	var he *runner.HostError
	var te *runner.TaskError
	if !errors.As(err, &he) || he.Host != "a" || !errors.As(err, &te) || te.Host != "c" || te.Task != "fact colour" {
		t.Fatal(err)
	}
	if e := rec.find("fact colour"); e.Host != "c" || e.Result != "failed" || !strings.Contains(e.Stderr, "No such file") {
		t.Errorf("%+v", e)
	}
	if !sum.Hosts["a"].Unreachable || sum.Hosts["c"].Failed != 1 || sum.Hosts["b"].Changed != 1 {
		t.Errorf("%+v", sum.Hosts)
	}
}

func TestHostThatCannotBeAskedCountsAsFailed(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	l.write("b", "colour", "blue\n")
	_, err := (&runner.Runner{Dialer: holes{"a": true}, MaxFail: recipes.Hosts(0)}).Apply(t.Context(), l.builder(l.colours))
	var stopped *runner.StoppedError
	if !errors.As(err, &stopped) || stopped.Host != "b" || !strings.HasPrefix(l.read("b", "paint"), "(") {
		t.Errorf("%v, b has %s", err, l.read("b", "paint"))
	}
}

func TestPlayThatDependsOnALostHostDoesNothing(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	build := l.builder(func(p *recipes.Play) error {
		a, _ := p.Inventory.Host("a")
		_, known := lineOf("colour", l.path("a", "colour")).On(p, a)
		p.Stage("s", p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error {
			if !known {
				h.Do(cell{Path: l.path(h.Name, "half"), Want: "1"})
			}
			return nil
		}))
		return nil
	})
	_, err := (&runner.Runner{Dialer: holes{"a": true}}).Apply(t.Context(), build)
	var he *runner.HostError
	var ne *recipes.NeedsError
	if !errors.As(err, &he) || !errors.As(err, &ne) || !strings.HasPrefix(l.read("b", "half"), "(") {
		t.Errorf("%v, b has %s", err, l.read("b", "half"))
	}
	d := &counting{Dialer: local.Dialer{}}
	_, err = (&runner.Runner{Dialer: d, Limit: func(host string) bool { return host == "b" }}).Apply(t.Context(), build)
	if err == nil || !strings.Contains(err.Error(), "colour of a, which the limit leaves out") || d.dials.Load() != 0 {
		t.Errorf("%v, %d dials", err, d.dials.Load())
	}
}

func TestLimitedHostIsNotAsked(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	l.write("b", "colour", "blue\n")
	r := &runner.Runner{Dialer: holes{"a": true}, Limit: func(host string) bool { return host == "b" }}
	if sum, err := r.Apply(t.Context(), l.builder(l.colours)); err != nil || len(sum.Hosts) != 1 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}

func TestFaultBeforeAnyFactContactsNobody(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	d := &counting{Dialer: local.Dialer{}}
	rec := &record{}
	_, err := (&runner.Runner{Dialer: d, Reporter: rec}).Apply(t.Context(), l.builder(func(p *recipes.Play) error {
		return errors.Join(l.colours(p), errors.New("wrong"))
	}))
	if err == nil || !strings.Contains(err.Error(), "wrong") || d.dials.Load() != 0 || rec.events != nil {
		t.Errorf("%v, %d dials, %v", err, d.dials.Load(), rec.events)
	}
}

func TestQuestionsMustEnd(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	n := 0
	_, err := (&runner.Runner{Dialer: local.Dialer{}}).Apply(t.Context(), l.builder(func(p *recipes.Play) error {
		a, _ := p.Inventory.Host("a")
		n++
		p.Fact(a, strings.Repeat("why", n), "echo")
		return nil
	}))
	var ne *recipes.NeedsError
	if !errors.As(err, &ne) || n != 9 || !strings.HasPrefix(err.Error(), "after 8 rounds: facts are not known: whywhy") {
		t.Errorf("%d builds: %v", n, err)
	}
}

func TestCheckGathersToo(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	l.write("a", "colour", "red\n")
	sum, err := (&runner.Runner{Dialer: local.Dialer{}, Check: true}).Apply(t.Context(), l.builder(l.colours))
	if err != nil || sum.Hosts["a"].Planned != 1 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}
