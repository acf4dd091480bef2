package runner_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
)

// colourful is a play that makes machines, gives each a colour, and paints
// each in the colour that it says to have.
func (m *machines) colourful(p *recipes.Play) error {
	m.making(p, "")
	p.Stage("first boot", m.host[1:], recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(cell{Path: m.path(h.Name, "colour"), Want: "red"})
		return nil
	}))
	p.Stage("paint", m.host[1:], recipes.RoleFunc(func(h *recipes.Host) error {
		if colour, known := lineOf("colour", m.path(h.Name, "colour")).Of(h); known {
			h.Do(cell{Path: m.path(h.Name, "paint"), Want: colour})
		}
		return nil
	}))
	return nil
}

func (m *machines) apply(check bool, build recipe) (*record, report.Summary, error) {
	rec := &record{}
	r := &runner.Runner{Dialer: m, Reporter: rec, Check: check}
	r.Hurry(time.Millisecond)
	sum, err := r.Apply(m.t.Context(), m.builder(build))
	return rec, sum, err
}

// A machine is asked for facts once it is made, and what comes of them is done
// in the same run.
func TestFactsOfMachinesAreAskedOnceTheyAreMade(t *testing.T) {
	t.Parallel()
	m := newMachines(t, "a", "b")
	before := m.tree()
	rec, sum, err := m.apply(true, m.colourful)
	if err != nil || m.tree() != before || sum.Hosts["a"].Waiting != 2 || sum.Hosts["maker"].Planned != 2 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
	if e := rec.find("fact colour"); e.Result != report.Waiting || e.Err == nil || !strings.HasSuffix(e.Err.Error(), "the stage machines would make it") {
		t.Errorf("%+v", e)
	}
	for want := 6; want >= 0; want -= 6 {
		_, sum, err := m.apply(false, m.colourful)
		if err != nil || changes(sum) != want || m.read("b", "paint") != "red\n" {
			t.Errorf("%v %+v: %s", err, sum.Hosts, m.read("b", "paint"))
		}
	}
	if _, sum, err := m.apply(true, m.colourful); err != nil || sum.Hosts["a"].OK != 2 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}

// A machine that is there when it is asked is asked at once, though another
// one is to be made.
func TestFactsOfMachinesThatAreThere(t *testing.T) {
	t.Parallel()
	m := newMachines(t, "a", "b")
	m.write("maker", "a", "made")
	m.write("a", "colour", "blue")
	_, sum, err := m.apply(true, m.colourful)
	if err != nil || sum.Hosts["a"].Planned != 2 || sum.Hosts["b"].Waiting != 2 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}

func TestFactsOfMachinesThatCannotBeMade(t *testing.T) {
	t.Parallel()
	m := newMachines(t, "a", "b")
	whole := recipe(func(p *recipes.Play) error {
		m.making(p, "b")
		if colour, known := lineOf("colour", m.path("a", "colour")).On(p, m.host[1]); known {
			p.Stage("paint", m.host[:1], recipes.RoleFunc(func(h *recipes.Host) error {
				h.Do(cell{Path: m.path("maker", "paint"), Want: colour})
				return nil
			}))
		}
		return nil
	})
	_, sum, err := m.apply(false, whole)
	var task *runner.TaskError
	var unmade *runner.UnmadeError
	var needs *recipes.NeedsError
	if !errors.As(err, &task) || !errors.As(err, &unmade) || !errors.As(err, &needs) || m.dials.Load() != 1 {
		t.Errorf("%v, %d attempts, %+v", err, m.dials.Load(), sum.Hosts)
	}
}

// One that nobody would make is unreachable as always, once that is known.
func TestFactsOfMachinesThatNobodyWouldMake(t *testing.T) {
	t.Parallel()
	m := newMachines(t, "a")
	m.write("maker", "a", "made")
	for _, check := range []bool{true, false} {
		sum, err := (&runner.Runner{Dialer: holes{"a": true}, Check: check}).Apply(t.Context(), m.builder(m.colourful))
		var he *runner.HostError
		if !errors.As(err, &he) || !sum.Hosts["a"].Unreachable {
			t.Errorf("%v %+v", err, sum.Hosts)
		}
	}
}

// How a machine is made cannot depend on what it says.
func TestFactThatIsNeededTooEarly(t *testing.T) {
	t.Parallel()
	m := newMachines(t, "a")
	early := recipe(func(p *recipes.Play) error {
		_, _ = lineOf("colour", m.path("a", "colour")).On(p, m.host[1])
		return m.colourful(p)
	})
	for _, check := range []bool{true, false} {
		_, sum, err := m.apply(check, early)
		var tooEarly *runner.TooEarlyError
		if !errors.As(err, &tooEarly) || tooEarly.Stage != "machines" || changes(sum) > 0 {
			t.Errorf("%v %+v", err, sum.Hosts)
		}
	}
	m.write("maker", "a", "made")
	m.write("a", "colour", "red")
	if _, sum, err := m.apply(false, early); err != nil || changes(sum) != 1 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}

// A failure counts in the stage that it belongs to, and in no later one.
func TestFailuresBeforeFactsAreNotCountedAgain(t *testing.T) {
	t.Parallel()
	m := newMachines(t, "a", "b")
	build := recipe(func(p *recipes.Play) error {
		err := m.colourful(p)
		for _, h := range p.Stages[1].Hosts {
			if h.Name == "b" {
				h.Work[0].Task = cell{Path: m.path("b", "colour"), Want: "red", Do: "false"}
			}
		}
		p.Stages[1].MaxFail, p.Stages[2].MaxFail = recipes.Hosts(1), recipes.Hosts(0)
		return err
	})
	_, sum, err := m.apply(false, build)
	var stopped *runner.StoppedError
	if err == nil || errors.As(err, &stopped) || m.read("a", "paint") != "red\n" || sum.Hosts["b"].Failed != 1 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}

// What is done already must still be part of the play.
func TestPlayThatIsAnotherOneOnceFactsAreKnown(t *testing.T) {
	t.Parallel()
	m := newMachines(t, "a")
	_, sum, err := m.apply(false, func(p *recipes.Play) error {
		if err := m.colourful(p); err != nil {
			return err
		}
		if _, unmade := os.Stat(m.path("maker", "a")); unmade == nil {
			p.Stages = slices.Delete(p.Stages, 1, 2)
		}
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "no stage first boot any more") || changes(sum) != 2 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}
