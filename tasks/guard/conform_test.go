package guard_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/guard"
	"github.com/hrun-dev/hrun/tasks/guard/guardtest"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// waiting is a guard that begins to undo at once, as every script of these
// tests has a shell of its own, and does not come to its end before it is asked,
// or the test is over.
func waiting(root string) guard.Guard {
	dir := filepath.Join(root, "it's run")
	return guard.Guard{Name: "drain", Dir: dir, Undo: "until [ -e " + sh.Word(dir+"/drain/now") + " ] || ! [ -d " + sh.Word(dir) + " ]; do sleep 0.05; done"}
}

// stands arms the guard. It has come to wait by the end.
func stands(t testing.TB, root string) {
	t.Helper()
	runs(t, waiting(root).Arm())
	said := filepath.Join(waiting(root).Dir, "drain/said")
	for end := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(said); err == nil {
			break
		} else if time.Now().After(end) {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.WriteFile(filepath.Join(waiting(root).Dir, "drain/now"), nil, 0o600) })
}

// left arms the guard, and kills it with all that it does.
func left(t testing.TB, root string) {
	t.Helper()
	stands(t, root)
	dir := filepath.Join(waiting(root).Dir, "drain")
	guardtest.Kill(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "said"), []byte("no reply\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func runs(t testing.TB, script sh.Script) {
	t.Helper()
	r, err := taskstest.Shell{}.Run(script)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
}

func TestUndoneConforms(t *testing.T) {
	task := func(root string) tasks.Task { return guard.Undone{Name: "drain", Dir: waiting(root).Dir} }
	taskstest.Conform(t,
		taskstest.Case{Name: "none", Task: task, InSync: true},
		taskstest.Case{Name: "stands", Task: task, Setup: stands},
		taskstest.Case{Name: "left", Task: task, Setup: left},
		taskstest.Case{Name: "by another number", Task: task, Setup: func(t testing.TB, root string) {
			left(t, root)
			own := []byte("1:1\n") // a process, but not the guard's
			if err := os.WriteFile(filepath.Join(waiting(root).Dir, "drain/process"), own, 0o600); err != nil {
				t.Fatal(err)
			}
		}},
	)
}

func TestGuardedConforms(t *testing.T) {
	task := func(only sh.Script) func(string) tasks.Task {
		return func(root string) tasks.Task {
			dir := waiting(root).Dir
			return guard.Guarded{Guard: waiting(root), Title: "it's drained", Do: "echo drained >" + sh.Word(dir+"/state"), Only: only}
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "not yet", Task: task("")},
		taskstest.Case{Name: "here", Task: task("exit 0")},
		taskstest.Case{Name: "elsewhere", Task: task("exit 1"), InSync: true},
		taskstest.Case{Name: "stands", Task: task("exit 1"), Setup: stands, InSync: true},
		taskstest.Case{Name: "left", Task: task(""), Setup: left, Refused: "has ended without\nno reply"},
	)
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, nil)
		if r := h.Run(task("echo broken; exit 7")(h.Root).Probe()); r.Status != 2 || r.Stderr != "broken\n" {
			t.Errorf("%s: exited with %d and %q where it could not look", kind, r.Status, r.Stderr)
		}
	}
}

func TestPlans(t *testing.T) {
	drain := guard.Guard{Name: "drain", Undo: "ready"}
	taskstest.Plans(t, map[string]tasks.Task{
		"undone":  guard.Undone{Name: "drain", Title: "drained web01"},
		"guarded": guard.Guarded{Guard: drain, Title: "drained web01", Do: "drain", Was: "in service", Want: "drained"},
	})
	taskstest.Golden(t, "undone-probe", guard.Undone{Name: "drain"}.Probe())
	taskstest.Golden(t, "guarded-probe", guard.Guarded{Guard: drain, Only: "in-service"}.Probe())
	for _, invalid := range []interface{ Validate() error }{
		guard.Undone{Name: "A"}, guard.Undone{Name: "a", Title: "a\nb"}, guard.Guarded{}, guard.Guarded{Guard: drain, Title: "a\nb"},
	} {
		if invalid.Validate() == nil {
			t.Errorf("%+v is valid", invalid)
		}
	}
}

func TestGuardThatWasNeverArmedIsNone(t *testing.T) {
	taskstest.Conform(t, taskstest.Case{
		Name: "begun", Task: func(root string) tasks.Task { return guard.Guarded{Guard: waiting(root)} },
		Setup: func(t testing.TB, root string) {
			runs(t, sh.Cmd("mkdir", "-p", waiting(root).Dir+"/drain/new"))
		},
	})
}
