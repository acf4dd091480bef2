package runner_test

import (
	"context"
	"errors"
	"io"
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

// What a lost host has changed, nobody knows: what was seen before is stale.
func TestObservationsAreStaleAfterALoss(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	shared := l.path("b", "shared")
	l.write("b", "shared", "right\n")
	one := l.stage("one", func(h *recipes.Host) {
		if h.Name == "a" {
			h.Do(cell{Path: l.path("a", "x"), Want: "1", Do: "sleep 0.3; echo gone >" + sh.Word(shared) + "; kill -9 $$"})
		} else {
			h.Do(cell{Path: shared, Want: "right"})
		}
	})
	two := l.stage("two", func(h *recipes.Host) {
		if h.Name == "b" {
			h.Do(cell{Path: shared, Want: "right"})
		}
	})
	rec, sum, err := l.run(false, one, two)
	var he *runner.HostError
	if !errors.As(err, &he) || !he.Lost || he.Task != "cell x" || l.read("b", "shared") != "right\n" {
		t.Errorf("%v, shared %q: %s", err, l.read("b", "shared"), rec.results())
	}
	if e := rec.find("cell x"); e.Result != "failed" || !strings.Contains(e.Err.Error(), "how far it came is unknown") || !sum.Hosts["a"].Unreachable {
		t.Errorf("%+v", e)
	}
}

// A remedy may cut the very connection that its outcome would come back on.
func TestRemedyThatRanIsNotCalledSkipped(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	killed := killer{cell{Path: l.path("a", "x"), Want: "1"}}
	rec, sum, err := l.run(false, l.stage("s", func(h *recipes.Host) { h.Do(killed) }))
	if got := rec.results(); err == nil || got != "cell x=failed" || sum.Hosts["a"].Failed != 1 || l.read("a", "x") != "1\n" {
		t.Errorf("%v: %s", err, got)
	}
}

// killer is a cell whose probe ends the shell once the remedy has run.
type killer struct{ cell }

func (k killer) Probe() sh.Script {
	return "if [ -e " + sh.Word(k.Path) + " ]; then kill -9 $$; fi; echo absent"
}

func TestInterruptedWorkIsNotCalledSkipped(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	half := l.path("a", "half")
	go func() {
		for strings.HasPrefix(l.read("a", "half"), "(") && ctx.Err() == nil {
			time.Sleep(10 * time.Millisecond)
		}
		cancel()
	}()
	st := l.stage("s", func(h *recipes.Host) {
		h.Do(cell{Path: l.path(h.Name, "x"), Want: "1", Do: "echo half >" + sh.Word(half) + "; sleep 600"}, cell{Path: l.path(h.Name, "y"), Want: "1"})
	})
	later := l.stage("later", func(h *recipes.Host) { h.Do(cell{Path: l.path(h.Name, "z"), Want: "1"}) })
	rec := &record{}
	sum, err := (&runner.Runner{Dialer: local.Dialer{}, Reporter: rec, Forks: 1}).Run(ctx, []*recipes.Stage{st, later})
	if !errors.Is(err, context.Canceled) || strings.Count(err.Error(), "canceled") != 1 {
		t.Errorf("error %v", err)
	}
	if a, b := sum.Hosts["a"], sum.Hosts["b"]; a.Failed != 1 || a.Skipped != 2 || b.Skipped != 3 {
		t.Errorf("a %+v, b %+v: %s", a, b, rec.results())
	}
}

func TestOnceWithNobodyWellIsSkippedOnce(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	first := l.stage("first", func(h *recipes.Host) { h.Do(cell{Path: l.path(h.Name, "x"), Want: "1"}) })
	once := l.stage("once", func(h *recipes.Host) { h.Do(cell{Path: l.path(h.Name, "shared"), Want: "1"}) })
	once.Once = true
	sum, err := (&runner.Runner{Dialer: holes{"a": true, "b": true}}).Run(t.Context(), []*recipes.Stage{first, once})
	if a, b := sum.Hosts["a"], sum.Hosts["b"]; err == nil || a.Skipped != 2 || b.Skipped != 1 {
		t.Errorf("%v a %+v, b %+v", err, a, b)
	}
}

// full is a dialer to hosts whose disk takes no upload.
type full struct{}

type fullConn struct{ transport.Conn }

func (full) Dial(ctx context.Context, h inventory.Host) (transport.Conn, error) {
	c, err := local.Dialer{}.Dial(ctx, h)
	return fullConn{c}, err
}

func (fullConn) Upload(context.Context, io.Reader) (string, error) {
	return "", errors.New("no space left on device")
}

func TestUploadThatFailsFailsItsTaskAlone(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	rec := &record{}
	st := l.stage("s", func(h *recipes.Host) {
		h.Do(cell{Path: l.path("a", "first"), Want: "x"}, cell{Path: l.path("a", "big"), Want: strings.Repeat("x", 2<<20)})
	})
	_, err := (&runner.Runner{Dialer: full{}, Reporter: rec}).Run(t.Context(), []*recipes.Stage{st})
	if got := rec.results(); err == nil || got != "cell first=changed cell big=failed" || !strings.Contains(err.Error(), "cell big: upload of the remedy: no space left") {
		t.Errorf("%v: %s", err, got)
	}
}
