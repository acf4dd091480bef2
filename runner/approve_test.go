package runner_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks/sh"
)

func TestApprovalIsAskedForWhatCheckHasShown(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	st := l.stage("s", func(h *recipes.Host) {
		restart := h.Handler("restart", action{Name: "restart", Log: l.path("a", "log")})
		h.DoThen(cell{Path: l.path("a", "x"), Want: "hunter22", Hidden: sh.NewSecret("hunter22")}, restart)
		h.Do(cell{Path: l.path("a", "y"), Want: "2"})
	})
	rec, _, err := l.run(true, st)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, e := range rec.events {
		if e.Kind == report.Task {
			want[e.Task] = e.Digest
		}
	}
	var mu sync.Mutex
	got := map[string]string{}
	r := runner.Runner{Dialer: local.Dialer{}, Approve: func(e report.Event) error {
		mu.Lock()
		defer mu.Unlock()
		if e.Result != report.Planned || e.Host != "a" || e.Stage != "s" || len(e.Steps) != 1 {
			t.Errorf("%+v", e)
		}
		got[e.Task] = e.Digest
		return nil
	}}
	if _, err := r.Run(t.Context(), []*recipes.Stage{st}); err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 || len(want) != 3 {
		t.Fatalf("got %v, want %v", got, want)
	}
	for task, digest := range want {
		if len(digest) != 64 || got[task] != digest {
			t.Errorf("%s: %q in check, %q in apply", task, digest, got[task])
		}
	}
}

func TestRefusedChangeIsNotMade(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	st := l.stage("s", func(h *recipes.Host) {
		h.Do(cell{Path: l.path("a", "x"), Want: "1"}, cell{Path: l.path("a", "y"), Want: "2"}, cell{Path: l.path("a", "z"), Want: "3"})
	})
	errNo := errors.New("no")
	rec := &record{}
	r := runner.Runner{Dialer: local.Dialer{}, Reporter: rec, Approve: func(e report.Event) error {
		if e.Task == "cell y" {
			return errNo
		}
		return nil
	}}
	_, err := r.Run(t.Context(), []*recipes.Stage{st})
	var refused *runner.RefusedError
	if !errors.As(err, &refused) || !errors.Is(err, errNo) {
		t.Error(err)
	}
	if got := rec.results(); got != "cell x=changed cell y=failed cell z=skipped" {
		t.Error(got)
	}
	if l.read("a", "x") != "1\n" || l.read("a", "y")[0] != '(' {
		t.Errorf("x %s, y %s", l.read("a", "x"), l.read("a", "y"))
	}
}

func TestDigestTellsScriptsApart(t *testing.T) {
	t.Parallel()
	digest := func(do sh.Script, hidden string) string {
		l := newLab(t, "a")
		rec, _, err := l.run(true, l.stage("s", func(h *recipes.Host) {
			h.Do(cell{Path: "/nonexistent/x", Want: "1", Do: do, Hidden: sh.NewSecret(hidden)})
		}))
		if err != nil {
			t.Fatal(err)
		}
		return rec.find("cell x").Digest
	}
	if digest("one", "") == digest("two", "") {
		t.Error("another remedy has the same digest")
	}
	if digest("echo hunter22", "hunter22") != digest("echo hunter23", "hunter23") || digest("echo a", "a") != digest("echo b", "b") {
		t.Error("the digest depends on a secret, which could be guessed from it")
	}
}

// The password of the host that a task is delegated to is none of its secrets.
func TestDigestOfADelegatedTask(t *testing.T) {
	t.Parallel()
	digest := func(do sh.Script, password inventory.Password) string {
		l := newLab(t, "a", "b")
		other := l.host[1]
		other.Connection.Password = password
		p := &recipes.Play{}
		rec, _, err := l.run(true, p.Stage("s", l.host[:1], recipes.RoleFunc(func(h *recipes.Host) error {
			h.DoOn(other, cell{Path: "/nonexistent/x", Want: "1", Do: do})
			return nil
		})))
		if err != nil {
			t.Fatal(err)
		}
		return rec.find("-> b: cell x").Digest
	}
	if digest("one", "hunter22") != digest("one", "") {
		t.Error("the digest depends on whether a password was given")
	}
	if digest("one", "hunter22") == digest("two", "hunter22") {
		t.Error("another remedy has the same digest")
	}
}
