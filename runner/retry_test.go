package runner_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// times returns the script that fails, as one of several ways, until it runs
// for the n-th time on the host.
func (l *lab) times(host string, n string, fails, then sh.Script) sh.Script {
	count := sh.Word(l.path(host, "count"))
	return "echo x >>" + count + "; if [ $(wc -l <" + count + ") -lt " + sh.Script(n) + " ]; then " + fails + "; else " + then + "; fi"
}

func TestTaskIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fails   sh.Script // what the first two remedies do
		tries   int
		results string
		told    int
		err     string
	}{
		"a remedy that fails":        {"echo no >&2; exit 3", 3, "cell before=changed cell x=changed cell after=changed", 3, ""},
		"a remedy that does nothing": {"true", 3, "cell before=changed cell x=changed cell after=changed", 3, ""},
		"a remedy that does wrong":   {"echo wrong >$x", 3, "cell before=changed cell after=changed cell x=changed", 3, ""},
		"a remedy that takes long":   {"echo working; sleep 600", 3, "cell before=changed cell x=changed cell after=changed", 3, ""},
		"a shell that dies":          {"kill -9 $$", 3, "cell before=changed cell x=changed cell after=changed", 3, ""},
		"in vain":                    {"echo no >&2; exit 3", 2, "cell before=changed cell x=failed cell after=skipped", 2, "status 3: no"},
		"in vain for too long":       {"echo working; sleep 600", 2, "cell before=changed cell x=failed cell after=skipped", 2, "remedy was ended after 3s, which is its limit; the last that it printed: working"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, "a")
			x := l.path("a", "x")
			limits := recipes.Limits{Tries: c.tries, Pause: time.Millisecond}
			if strings.Contains(string(c.fails), "sleep") {
				limits.Timeout = 3 * time.Second // a good remedy must not take so long under any load
			}
			do := l.times("a", "3", sh.Script(strings.ReplaceAll(string(c.fails), "$x", sh.Quote(x))), "echo 1 >"+sh.Word(x))
			rec, sum, err := l.run(false, l.stage("s", func(h *recipes.Host) {
				h.Do(cell{Path: l.path("a", "before"), Want: "1"})
				h.DoWithin(limits, cell{Path: x, Want: "1", Do: do})
				h.Do(cell{Path: l.path("a", "after"), Want: "1"})
			}))
			if got := rec.results(); got != c.results || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Errorf("%v: %s", err, got)
			}
			if e := rec.find("cell x"); e.Tries != c.told || len(e.Steps) != 1 || e.Steps[0].Was != "absent" && c.err == "" {
				t.Errorf("told %+v", e)
			}
			if a := sum.Hosts["a"]; a.OK+a.Changed+a.Failed+a.Skipped != 3 {
				t.Errorf("counted %+v", a)
			}
		})
	}
}

// A probe that could not look may be able to look a moment later, in check too.
func TestProbeIsTriedAgain(t *testing.T) {
	t.Parallel()
	for fails, c := range map[sh.Script]struct {
		check bool
		limit time.Duration
	}{"exit 3": {}, "exit 4": {check: true}, "sleep 600": {true, 3 * time.Second}} {
		l := newLab(t, "a")
		task := restless{Look: l.times("a", "2", fails, "echo peace")}
		rec, _, err := l.run(c.check, l.stage("s", func(h *recipes.Host) {
			h.DoWithin(recipes.Limits{Tries: 2, Pause: time.Millisecond, Timeout: c.limit}, task)
			h.Do(cell{Path: l.path("a", "x"), Want: "absent"})
		}))
		if got := rec.results(); err != nil || got != "restless=ok cell x=ok" {
			t.Errorf("%s, check %t: %v: %s", fails, c.check, err, got)
		}
	}
}

// A probe that hangs is that task's failure, and only once its turn has come.
func TestProbeThatHangsFailsItsTaskAlone(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	look := restless{Look: "if [ -e " + sh.Word(l.path("a", "cure")) + " ]; then echo peace; else sleep 600; fi"}
	st := func(limit time.Duration) *recipes.Stage {
		return l.stage("s", func(h *recipes.Host) {
			h.Do(cell{Path: l.path("a", "before"), Want: "1"})
			h.DoWithin(recipes.Limits{Timeout: limit}, look)
			h.Do(cell{Path: l.path("a", "after"), Want: "1"})
		})
	}
	rec, _, err := l.run(true, st(300*time.Millisecond))
	if got := rec.results(); err != nil || got != "cell before=planned restless=waiting cell after=planned" {
		t.Errorf("check: %v: %s", err, got)
	}
	rec, _, err = l.run(false, st(300*time.Millisecond))
	var late *runner.TimeoutError
	if got := rec.results(); !errors.As(err, &late) || late.What != "probe" || got != "cell before=changed restless=failed cell after=skipped" {
		t.Errorf("apply: %v: %s", err, got)
	}
	l.write("a", "cure", "")
	rec, _, err = l.run(false, st(0))
	if got := rec.results(); err != nil || got != "cell before=ok restless=ok cell after=changed" {
		t.Errorf("cured: %v: %s", err, got)
	}
}

func TestPlanThatCannotJudgeIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	rec, _, err := l.run(false, l.stage("s", func(h *recipes.Host) {
		h.DoWithin(recipes.Limits{Tries: 5, Pause: time.Hour}, cell{Path: l.path("a", "x"), Want: "1", Needs: l.path("a", "nothing")})
	}))
	if e := rec.find("cell x"); err == nil || e.Tries != 1 {
		t.Errorf("%v %+v", err, e)
	}
}

func TestNextTryIsAnnouncedAndMayBeInterrupted(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var said string
	rec := &record{}
	r := &runner.Runner{Dialer: local.Dialer{}, Tries: 2, Reporter: report.Tee(rec, report.Func(func(e report.Event) {
		if strings.HasPrefix(e.Line, "failed, next try in ") {
			said = e.Line
			cancel()
		}
	}))}
	st := l.stage("s", func(h *recipes.Host) {
		h.DoWithin(recipes.Limits{Pause: time.Hour}, cell{Path: l.path("a", "x"), Want: "1", Do: "echo full >&2; exit 1"})
	})
	_, err := r.Run(ctx, []*recipes.Stage{st})
	if !errors.Is(err, context.Canceled) || rec.results() != "cell x=failed" {
		t.Errorf("%v: %s", err, rec.results())
	}
	if want := "failed, next try in 1h0m0s: remedy exited with status 1: full"; said != want {
		t.Errorf("said %q, want %q", said, want)
	}
}

// A probe that hangs is not asked for as long as other hosts are changed.
func TestProbeThatHangsIsAskedOnceWhileOthersWork(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	_, err := (&runner.Runner{Dialer: far{}}).Run(t.Context(), []*recipes.Stage{l.stage("s", func(h *recipes.Host) {
		if h.Name == "a" {
			h.DoWithin(recipes.Limits{Timeout: 300 * time.Millisecond}, restless{Look: "echo x >>" + sh.Word(l.path("a", "asked")) + "; sleep 600"})
			return
		}
		for i := range 300 {
			path := l.path("b", fmt.Sprint(i))
			h.Do(cell{Path: path, Want: "1", Do: "echo 1 >" + sh.Word(path)})
		}
	})})
	var late *runner.TimeoutError
	if !errors.As(err, &late) || l.read("a", "asked") != "x\n" {
		t.Errorf("%v: asked %q", err, l.read("a", "asked"))
	}
}

// far is a dialer to hosts that take a while to grant a shell.
type far struct{}

type farConn struct{ transport.Conn }

func (far) Dial(ctx context.Context, h inventory.Host) (transport.Conn, error) {
	c, err := local.Dialer{}.Dial(ctx, h)
	return farConn{c}, err
}

func (c farConn) Shell(ctx context.Context) (*transport.Shell, error) {
	time.Sleep(50 * time.Millisecond)
	return c.Conn.Shell(ctx)
}
