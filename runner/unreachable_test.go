package runner_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/local"
)

// A host that cannot be reached is failed, missing, or worth waiting for: the
// recipe says which.
func TestComplaint19UnreachableHostFails(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b", "c")
	st := ailing(l, "work", "")
	st.Serial = recipes.Batches{recipes.Hosts(1)}
	sum, err := (&runner.Runner{Dialer: holes{"a": true}}).Run(t.Context(), []*recipes.Stage{st})
	var he *runner.HostError
	if !errors.As(err, &he) || he.Host != "a" || sum.Hosts["b"].Skipped != 1 || sum.Hosts["c"].Skipped != 1 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}

func TestComplaint19UnreachableHostIsDoneWithout(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b", "c")
	st, next := ailing(l, "work", ""), ailing(l, "next", "")
	st.Serial, st.Unreachable = recipes.Batches{recipes.Hosts(1)}, recipes.SkipUnreachable()
	next.MaxFail = recipes.Hosts(0)
	rec := &record{}
	sum, err := (&runner.Runner{Dialer: holes{"a": true}, Reporter: rec}).Run(t.Context(), []*recipes.Stage{st, next})
	if err != nil || sum.Hosts["b"].Changed != 2 || sum.Hosts["c"].Changed != 2 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
	a := sum.Hosts["a"]
	if e := rec.events[0]; !a.Unreachable || a.Skipped != 2 || e.Result != report.Unreachable || !strings.Contains(e.Hint, "not counted as failed") {
		t.Errorf("a %+v, %+v", a, e)
	}
}

// Hosts that take turns go on without a host that may be missing.
func TestComplaint19RollingGoesOnWithoutAMissingHost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		policy recipes.Unreachable
		done   bool
	}{{recipes.SkipUnreachable(), true}, {recipes.FailUnreachable(), false}} {
		l := newLab(t, "passive", "active")
		st := pair(l, "1", func(string, *action, *recipes.Rolling) {})
		st.Unreachable = c.policy
		_, err := (&runner.Runner{Dialer: holes{"passive": true}}).Run(t.Context(), []*recipes.Stage{st})
		if done := l.read("active", "order") == "active\n"; done != c.done || (err == nil) != c.done {
			t.Errorf("%+v: %v: restarted: %v", c.policy, err, done)
		}
	}
}

// What could not be looked at says nothing against the others; what was found
// does.
func TestComplaint19SurveyPassesOverAnUnreachableHost(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		policy recipes.Unreachable
		unfit  bool
		done   bool
	}{
		"passes": {recipes.PassUnreachable(), false, true},
		"unfit":  {recipes.PassUnreachable(), true, false},
		"fails":  {recipes.FailUnreachable(), false, false},
	} {
		l := newLab(t, "a", "b", "c")
		look := l.survey("look", func(h *recipes.Host) {
			fit := "1\n"
			if h.Name == "b" && c.unfit {
				fit = "0\n"
			}
			l.write(h.Name, "fit", fit)
			h.Do(cell{Path: l.path(h.Name, "fit"), Want: "1"})
		})
		look.MaxFail, look.Unreachable = recipes.Hosts(0), c.policy
		sum, err := (&runner.Runner{Dialer: holes{"a": true}}).Run(t.Context(), []*recipes.Stage{look, ailing(l, "work", "")})
		var he *runner.HostError
		if !errors.As(err, &he) || he.Host != "a" || (sum.Hosts["c"].Changed == 1) != c.done || (sum.Hosts["b"].Changed == 1) != c.done {
			t.Errorf("%s: %v %+v", name, err, sum.Hosts)
		}
	}
}

// A host that was reached and then lost, or whose task failed, is not missing.
func TestComplaint19OnlyReachingIsForgiven(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]cell{"lost": {Do: "kill -9 $$"}, "failed": {Do: "false"}} {
		l := newLab(t, "a", "b")
		st := l.stage("s", func(h *recipes.Host) {
			do.Path, do.Want = l.path(h.Name, "x"), "1"
			h.Do(do)
		})
		st.Serial, st.Unreachable = recipes.Batches{recipes.Hosts(1)}, recipes.SkipUnreachable()
		if _, sum, err := l.run(false, st); err == nil || sum.Hosts["b"].Skipped != 1 {
			t.Errorf("%s: %v %+v", name, err, sum.Hosts)
		}
	}
}

// late is a dialer to hosts that can only be reached after some attempts.
type late struct {
	mu   sync.Mutex
	left int
}

func (d *late) Dial(ctx context.Context, h inventory.Host) (transport.Conn, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.left--; d.left >= 0 {
		return nil, &transport.UnreachableError{Host: h.Name, Hop: h.Name, Err: errors.New("still booting")}
	}
	return local.Dialer{}.Dial(ctx, h)
}

func TestComplaint19UnreachableHostIsWaitedFor(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	st := ailing(l, "work", "")
	st.Unreachable = recipes.AwaitUnreachable(time.Hour)
	var said []string
	tell := report.Func(func(e report.Event) {
		if e.Kind == report.Progress && e.Line != "" {
			said = append(said, e.Line)
		}
	})
	r := &runner.Runner{Dialer: &late{left: 3}, Reporter: tell}
	r.Hurry(time.Millisecond)
	if _, err := r.Run(t.Context(), []*recipes.Stage{st}); err != nil {
		t.Error(err)
	}
	if len(said) != 3 || !strings.HasPrefix(said[0], "attempt 1 failed, trying for ") || !strings.HasSuffix(said[0], " more: still booting") {
		t.Errorf("%q", said)
	}
}

func TestComplaint19WaitingEnds(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	st := ailing(l, "work", "")
	st.Unreachable = recipes.AwaitUnreachable(300 * time.Millisecond)
	start := time.Now()
	_, err := (&runner.Runner{Dialer: holes{"a": true}}).Run(t.Context(), []*recipes.Stage{st})
	var he *runner.HostError
	if took := time.Since(start); !errors.As(err, &he) || took < 300*time.Millisecond || took > time.Minute {
		t.Errorf("%v after %s", err, took)
	}
}

// keyless has nothing to log in with.
type keyless struct{}

func (keyless) Dial(context.Context, inventory.Host) (transport.Conn, error) {
	return nil, &fs.PathError{Op: "open", Path: "key", Err: fs.ErrNotExist}
}

// What is missing on this machine no waiting brings.
func TestComplaint19NobodyWaitsForWhatIsMissingHere(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	st := ailing(l, "work", "")
	st.Unreachable = recipes.AwaitUnreachable(time.Hour)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := (&runner.Runner{Dialer: keyless{}}).Run(ctx, []*recipes.Stage{st})
	if !errors.Is(err, fs.ErrNotExist) || ctx.Err() != nil {
		t.Errorf("%v, %v", err, ctx.Err())
	}
}

// What one stage says of its hosts holds in no other, where one of them is asked
// to do something for those of that stage.
func TestComplaint19WaitingIsForTheStageThatSaysSo(t *testing.T) {
	t.Parallel()
	l := newBalanced(t)
	p := &recipes.Play{}
	p.Stage("awaits", l.host[2:], recipes.RoleFunc(func(*recipes.Host) error { return nil })).Unreachable = recipes.AwaitUnreachable(time.Hour)
	st := l.stage(func(h *recipes.Host) { h.Do(l.server(h.Name, "down")) })
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := (&runner.Runner{Dialer: holes{"lb": true}}).Run(ctx, append(p.Stages, st))
	var task *runner.TaskError
	if ctx.Err() != nil || !errors.As(err, &task) {
		t.Error(err)
	}
}

// A host that may be missing may be so when it is asked for facts, too.
func TestComplaint19FactsAreAskedWithoutAMissingHost(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	l.write("b", "colour", "blue\n")
	build := l.builder(func(p *recipes.Play) error {
		p.Unreachable = recipes.SkipUnreachable()
		return l.colours(p)
	})
	sum, err := (&runner.Runner{Dialer: holes{"a": true}}).Apply(t.Context(), build)
	if err != nil || !sum.Hosts["a"].Unreachable || l.read("b", "paint") != "blue\n" {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}
