package runner_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// holes is a dialer that cannot reach some hosts.
type holes map[string]bool

func (d holes) Dial(ctx context.Context, h inventory.Host) (transport.Conn, error) {
	if d[h.Name] {
		return nil, &transport.UnreachableError{Host: h.Name, Hop: h.Name, Err: errors.New("no route"), Hint: "plug it in"}
	}
	return local.Dialer{}.Dial(ctx, h)
}

func TestUnreachableHostDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	st := l.stage("s", func(h *recipes.Host) { h.Do(cell{Path: l.path(h.Name, "x"), Want: "1"}) })
	once := l.stage("shared", func(h *recipes.Host) { h.Do(cell{Path: l.path(h.Name, "shared"), Want: "1"}) })
	once.Once = true
	rec := &record{}
	sum, err := (&runner.Runner{Dialer: holes{"a": true}, Reporter: rec}).Run(t.Context(), []*recipes.Stage{st, once})
	var he *runner.HostError
	if !errors.As(err, &he) || he.Host != "a" || he.Lost {
		t.Fatal(err)
	}
	if e := rec.events[0]; e.Result != "unreachable" || e.Hint != "plug it in" {
		t.Errorf("first event %+v", e)
	}
	if a, b := sum.Hosts["a"], sum.Hosts["b"]; !a.Unreachable || a.Skipped != 1 || b.Changed != 2 {
		t.Errorf("a %+v, b %+v", a, b)
	}
	if got := l.read("b", "shared"); got != "1\n" {
		t.Errorf("nobody did the shared work: %q", got)
	}
}

func TestStageStartsWhenAllHaveFinishedTheOneBefore(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	slow := l.stage("first", func(h *recipes.Host) {
		do := cell{Path: l.path(h.Name, "x"), Want: "1"}
		if h.Name == "b" {
			do.Do = "sleep 0.3; " + do.remedy()
		}
		h.Do(do)
	})
	next := l.stage("second", func(h *recipes.Host) {
		h.Do(cell{Path: l.path(h.Name, "y"), Want: "1", Needs: l.path("b", "x")})
	})
	if _, _, err := l.run(false, slow, next); err != nil {
		t.Fatal(err)
	}
}

func TestSerialStageStopsAtTheFirstFailure(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b", "c")
	st := l.stage("s", func(h *recipes.Host) {
		do := cell{Path: l.path(h.Name, "x"), Want: "1"}
		if h.Name == "b" {
			do.Do = "false"
		}
		h.Do(do)
	})
	st.Serial = recipes.Batches{recipes.Hosts(1)}
	_, sum, err := l.run(false, st)
	if err == nil || sum.Hosts["a"].Changed != 1 || sum.Hosts["b"].Failed != 1 || sum.Hosts["c"].Skipped != 1 {
		t.Fatalf("%v %+v", err, sum.Hosts)
	}
}

func TestComplaint14InterruptEndsWhatRuns(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	pid := l.path("a", "pid")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		for ctx.Err() == nil {
			if b, err := os.ReadFile(pid); err == nil && len(b) > 1 {
				cancel()
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
	st := l.stage("s", func(h *recipes.Host) {
		do := cell{Path: l.path("a", "x"), Want: "1", Do: "sh -c 'echo $$ >\"$0\"; exec sleep 600' " + sh.Word(pid)}
		h.Do(do)
	})
	start := time.Now()
	_, err := (&runner.Runner{Dialer: local.Dialer{}}).Run(ctx, []*recipes.Stage{st})
	if !errors.Is(err, context.Canceled) || time.Since(start) > 5*time.Minute {
		t.Fatalf("%v after %v", err, time.Since(start))
	}
	stat, err := os.ReadFile("/proc/" + strings.TrimSpace(l.read("a", "pid")) + "/stat")
	if err == nil && !strings.Contains(string(stat), ") Z ") { // a zombie has ended
		t.Errorf("the step still runs: %s", stat)
	}
	if _, _, err := l.run(false, l.stage("s", func(h *recipes.Host) { h.Do(cell{Path: l.path("a", "x"), Want: "1"}) })); err != nil {
		t.Errorf("the next run: %v", err)
	}
}

func TestExecRunsEverywhereAndTellsEach(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b", "c")
	got := map[string]runner.ExecResult{}
	r := &runner.Runner{Dialer: holes{"c": true}}
	err := r.Exec(t.Context(), l.host, "echo out; echo err >&2; exit 5", func(x runner.ExecResult) { got[x.Host] = x })
	if err != nil || len(got) != 3 {
		t.Fatalf("%v %v", err, got)
	}
	if a := got["a"]; a.Status != 5 || a.Stdout != "out\n" || a.Stderr != "err\n" || a.Err != nil {
		t.Errorf("%+v", a)
	}
	var he *runner.HostError
	if !errors.As(got["c"].Err, &he) {
		t.Errorf("%+v", got["c"])
	}
}
