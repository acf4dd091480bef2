package runner_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/local"
)

// machines is a lab in which the host "maker" makes all others: they are there
// once it has a file of their name. It is a dialer, too.
type machines struct {
	*lab
	dials atomic.Int64 // of machines that are not there
	hangs bool         // an attempt to reach one that is not there takes its time
}

func newMachines(t *testing.T, names ...string) *machines {
	return &machines{lab: newLab(t, append([]string{"maker"}, names...)...)}
}

func (m *machines) Dial(ctx context.Context, h inventory.Host) (transport.Conn, error) {
	if _, err := os.Stat(m.path("maker", h.Name)); h.Name != "maker" && err != nil {
		m.dials.Add(1)
		if m.hangs {
			<-ctx.Done()
		}
		return nil, &transport.UnreachableError{Host: h.Name, Hop: h.Name, Err: errors.New("no route")}
	}
	return local.Dialer{}.Dial(ctx, h)
}

// making is the stage that makes all machines.
func (m *machines) making(p *recipes.Play, sick string) {
	made := m.host[1:]
	s := p.Stage("machines", m.host[:1], recipes.RoleFunc(func(h *recipes.Host) error {
		for _, in := range made {
			c := cell{Path: m.path("maker", in.Name), Want: "made"}
			if in.Name == sick {
				c.Do = "false"
			}
			h.Do(c)
		}
		return nil
	}))
	s.Creates = made
}

// work is a stage on all machines: a task that notifies a handler.
func (m *machines) work(p *recipes.Play) *recipes.Stage {
	return p.Stage("work", m.host[1:], recipes.RoleFunc(func(h *recipes.Host) error {
		hd := h.Handler("restart", action{Name: "restart", Log: m.path(h.Name, "log")})
		h.DoThen(cell{Path: m.path(h.Name, "x"), Want: "1"}, hd)
		return nil
	}))
}

// carryOut runs a play of the stage that makes machines, and what build adds.
func (m *machines) carryOut(check bool, build func(*recipes.Play)) (*record, report.Summary, error) {
	rec, p := &record{}, &recipes.Play{}
	m.making(p, "")
	build(p)
	r := &runner.Runner{Dialer: m, Reporter: rec, Check: check}
	r.Hurry(time.Millisecond)
	if m.hangs {
		r.DialTimeout = 10 * time.Minute
	}
	sum, err := r.Run(m.t.Context(), p.Stages)
	return rec, sum, err
}

func TestMachinesThatAreNotMadeYetAreWaitedFor(t *testing.T) {
	t.Parallel()
	m := newMachines(t, "a", "b")
	build := func(p *recipes.Play) { m.work(p).Unreachable = recipes.AwaitUnreachable(time.Hour) }
	before := m.tree()
	rec, sum, err := m.carryOut(true, build)
	if err != nil || m.tree() != before {
		t.Error(err)
	}
	if a := sum.Hosts["a"]; a.Waiting != 2 || a.Unreachable || sum.Hosts["maker"].Planned != 2 || m.dials.Load() != 2 {
		t.Errorf("%+v, %d attempts", sum.Hosts, m.dials.Load())
	}
	e := rec.find("handler restart")
	var unmade *runner.UnmadeError
	if !errors.As(e.Err, &unmade) || unmade.Failed || !strings.HasSuffix(e.Err.Error(), " is not made yet: the stage machines would make it") {
		t.Errorf("%+v", e)
	}
	for _, want := range []int{6, 0} {
		if _, sum, err := m.carryOut(false, build); err != nil || changes(sum) != want {
			t.Errorf("%v %+v", err, sum.Hosts)
		}
	}
	if _, sum, err := m.carryOut(true, build); err != nil || sum.Hosts["a"].OK != 2 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}

func changes(s report.Summary) (n int) {
	for _, c := range s.Hosts {
		n += c.Changed
	}
	return n
}

// A machine that does not even answer costs a moment, and not the time that a
// host is given to be reached.
func TestMachineThatIsSilentIsNotWaitedForInACheck(t *testing.T) {
	t.Parallel()
	m := newMachines(t, "a", "b", "c")
	m.hangs = true
	start := time.Now()
	_, sum, err := m.carryOut(true, func(p *recipes.Play) { m.work(p); m.work(p).Unreachable = recipes.AwaitUnreachable(time.Hour) })
	if took := time.Since(start); err != nil || took > time.Minute || sum.Hosts["c"].Waiting != 4 {
		t.Errorf("%v after %s: %+v", err, took, sum.Hosts)
	}
}

// One that is there is looked at, even where another one is to be made.
func TestMachineThatIsThereIsChecked(t *testing.T) {
	t.Parallel()
	m := newMachines(t, "a", "b")
	m.write("maker", "a", "made")
	_, sum, err := m.carryOut(true, func(p *recipes.Play) { m.work(p) })
	if err != nil || sum.Hosts["a"].Planned != 2 || sum.Hosts["b"].Waiting != 2 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}

func TestMachineThatNobodyWouldMakeIsUnreachable(t *testing.T) {
	t.Parallel()
	m := newMachines(t, "a")
	m.write("maker", "a", "made")
	p := &recipes.Play{}
	m.making(p, "")
	m.work(p)
	sum, err := (&runner.Runner{Dialer: holes{"a": true}, Check: true}).Run(t.Context(), p.Stages)
	var he *runner.HostError
	if !errors.As(err, &he) || !sum.Hosts["a"].Unreachable || sum.Hosts["a"].Waiting != 0 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}

func TestMachinesThatCouldNotBeMadeAreSkipped(t *testing.T) {
	t.Parallel()
	m := newMachines(t, "a", "b")
	p, rec := &recipes.Play{}, &record{}
	m.making(p, "a")
	m.work(p).Unreachable = recipes.AwaitUnreachable(time.Hour)
	sum, err := (&runner.Runner{Dialer: m, Reporter: rec}).Run(t.Context(), p.Stages)
	var task *runner.TaskError
	var unmade *runner.UnmadeError
	if !errors.As(err, &task) || !errors.As(err, &unmade) || m.dials.Load() > 0 {
		t.Errorf("%v, %d attempts", err, m.dials.Load())
	}
	if a := sum.Hosts["a"]; a.Skipped != 2 || a.Unreachable || a.Failed > 0 {
		t.Errorf("%+v", a)
	}
	if e := rec.find("cell x"); e.Err == nil || e.Err.Error() != e.Host+" was not made: the stage machines has failed" {
		t.Errorf("%+v", e)
	}
}

// A stage that has changed a machine may have started it again.
func TestMachineIsReachedAnewOnceItIsMade(t *testing.T) {
	t.Parallel()
	m := newMachines(t, "a", "b")
	m.write("maker", "a", "made")
	p, dials := &recipes.Play{}, &counting{Dialer: m}
	p.Stage("earlier", m.host[1:2], recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(cell{Path: m.path("a", "earlier"), Want: "1"})
		return nil
	}))
	m.making(p, "")
	m.work(p)
	sum, err := (&runner.Runner{Dialer: dials}).Run(t.Context(), p.Stages)
	if err != nil || changes(sum) != 6 || dials.dials.Load() != 4 { // of the maker and b one each
		t.Errorf("%v %+v, %d dials", err, sum.Hosts, dials.dials.Load())
	}
}

// What other hosts need of a machine that is not made waits, too.
func TestWhatNeedsAMachineThatIsNotMadeWaits(t *testing.T) {
	t.Parallel()
	m := newMachines(t, "a")
	m.host = append(m.host, newLab(t, "other").host...)
	m.write("maker", "other", "made")
	build := func(p *recipes.Play) {
		p.Stage("needs", m.host[2:], recipes.RoleFunc(func(h *recipes.Host) error {
			h.DoOn(m.host[1], cell{Path: m.path("a", "delegated"), Want: "1"})
			h.Do(recipes.Late{Name: "late", From: m.host[1:2], Source: "cat " + "x", Make: func([]recipes.Answer) (recipes.Made, error) {
				return recipes.Made{Task: cell{Path: m.path("a", "late"), Want: "1"}}, nil
			}})
			return nil
		}))
	}
	rec, sum, err := m.carryOut(true, build)
	if err != nil || rec.results() != "cell a=planned cell other=ok -> a: cell delegated=waiting late=waiting" || sum.Hosts["a"].Unreachable {
		t.Errorf("%v %s %+v", err, rec.results(), sum.Hosts)
	}
}
