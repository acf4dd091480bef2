package taskstest

import (
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// toy wants the file $ROOT/toy to be there, and does whatever else it is told.
type toy struct {
	probe, do, preview sh.Script
	plan               func(got string) (tasks.Change, error)
	secret             sh.Secret
}

func (y toy) String() string       { return "toy" }
func (y toy) Probe() sh.Script     { return y.probe }
func (y toy) Secrets() []sh.Secret { return []sh.Secret{y.secret} }

func (y toy) Plan(got string) (c tasks.Change, err error) {
	if y.plan != nil {
		return y.plan(got)
	}
	if !strings.Contains(got, "yes") {
		c.Steps = []tasks.Step{{Field: "toy", Was: "no", Want: "yes", Do: y.do, Preview: y.preview}}
	}
	return c, nil
}

const (
	good   = `if [ -e "$ROOT/toy" ]; then echo yes; else echo no; fi`
	create = `: >"$ROOT/toy"`
)

// recorder is a testing.TB that keeps the failures.
type recorder struct {
	testing.TB
	said strings.Builder
}

func (r *recorder) Helper()                   {}
func (r *recorder) Logf(string, ...any)       {}
func (r *recorder) Error(args ...any)         { fmt.Fprintln(&r.said, args...) }
func (r *recorder) Errorf(f string, a ...any) { fmt.Fprintf(&r.said, f+"\n", a...) }
func (r *recorder) Fatal(args ...any)         { r.Error(args...); runtime.Goexit() }
func (r *recorder) Fatalf(f string, a ...any) { r.Errorf(f, a...); runtime.Goexit() }

// faults returns what Conform has against the task.
func faults(t *testing.T, c Case) string {
	r := &recorder{TB: t}
	done := goroutine(func() { c.conform(r, c.host(r, "dash")) })
	<-done
	return r.said.String()
}

// goroutine runs f in a goroutine, which a fatal failure ends.
func goroutine(f func()) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	return done
}

func TestConformFindsFaults(t *testing.T) {
	var calls atomic.Int64
	tests := []struct {
		name, want string
		task       toy
	}{
		{"good", "", toy{probe: good, do: create}},
		{"probe fails", "status 3: no tool", toy{probe: "echo no tool >&2; exit 3", do: create}},
		{"probe is not POSIX", "not POSIX shell", toy{probe: `a=(1 2); ` + good, do: create}},
		{"probe writes", "different bytes", toy{probe: good + "\n" + create, do: create}},
		{"probe leaves a trace", "host", toy{probe: good + ` && touch "$ROOT"`, do: create}},
		{"probe prints a process id", "different bytes", toy{probe: good + `; sh -c 'echo $$'`, do: create}},
		{"preview writes", "check changed the host", toy{probe: good, do: create, preview: `touch "$ROOT/x"`}},
		{"remedy fails", "no space", toy{probe: good, do: "echo no space >&2; false"}},
		{"remedy does nothing", "after the remedies toy is", toy{probe: good, do: ":"}},
		{"no remedy", "no remedy", toy{probe: good}},
		{"secret in the probe", "secret 0", toy{probe: good + "; echo hunter2", do: create, secret: sh.NewSecret("hunter2")}},
		{"impure", "not pure", toy{probe: good, plan: func(string) (tasks.Change, error) {
			return tasks.Change{}, fmt.Errorf("call %d", calls.Add(1))
		}}},
		{"in sync at once", "in sync should be", toy{probe: "echo yes"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := faults(t, Case{Task: func(string) tasks.Task { return test.task }})
			if test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("found %q, want %q", got, test.want)
			}
		})
	}
}

func TestConformStandIns(t *testing.T) {
	Conform(t, Case{
		Name: "stateful",
		Task: func(string) tasks.Task {
			return toy{probe: "toyctl show", do: "toyctl make"}
		},
		Commands: map[string]string{"toyctl": `case $1 in show) ` + good + ` ;; make) ` + create + ` ;; esac`},
	})
}
