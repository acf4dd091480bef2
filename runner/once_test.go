package runner_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// shared is a stage that is done once, and keeps in a file who did it.
func shared(l *lab) *recipes.Stage {
	l.t.Helper()
	st := l.stage("shared", func(h *recipes.Host) {
		log := l.path(l.host[0].Name, "by")
		h.Do(cell{Path: l.path(h.Name, "shared"), Want: "1", Do: sh.Lines(
			"echo "+sh.Word(h.Name)+" >>"+sh.Word(log),
			"echo 1 >"+sh.Word(l.path(h.Name, "shared")),
		)})
	})
	st.Once = true
	return st
}

// Once means once per run: not once per batch of it or of the stages before,
// and not only if a certain host is among those that the run works on.
func TestComplaint18OnceIsOncePerRun(t *testing.T) {
	t.Parallel()
	one := recipes.Batches{recipes.Hosts(1)}
	for _, c := range []struct {
		name string
		run  runner.Runner
		sick string // fail in a stage before
		want string
	}{
		{name: "nobody fails", want: "a\n"},
		{name: "serial", run: runner.Runner{Serial: one}, want: "a\n"},
		{name: "limited", run: runner.Runner{Serial: one, Limit: func(h string) bool { return h > "b" }}, want: "c\n"},
		{name: "the first have failed", run: runner.Runner{MaxFail: recipes.Hosts(2)}, sick: "ab", want: "c\n"},
		{name: "the first is unreachable", run: runner.Runner{Dialer: holes{"a": true, "b": true}}, want: "c\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t, "a", "b", "c", "d")
			once := shared(l)
			once.Serial = one
			r := &runner.Runner{Dialer: c.run.Dialer, Serial: c.run.Serial, MaxFail: c.run.MaxFail, Limit: c.run.Limit}
			if r.Dialer == nil {
				r.Dialer = local.Dialer{}
			}
			stages := []*recipes.Stage{once}
			if c.sick != "" || c.name == "serial" {
				stages = []*recipes.Stage{ailing(l, "before", c.sick), once}
			}
			sum, err := r.Run(t.Context(), stages)
			if (err != nil) != (c.sick != "" || c.run.Dialer != nil) {
				t.Error(err)
			}
			if got := l.read("a", "by"); got != c.want {
				t.Errorf("done by %q, want %q: %+v", got, c.want, sum.Hosts)
			}
		})
	}
}

// Whoever has begun is not taken over from: how far it came is unknown.
func TestComplaint18NobodyTakesOverWhatWasBegun(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	st := l.stage("shared", func(h *recipes.Host) {
		h.Do(cell{Path: l.path(h.Name, "shared"), Want: "1", Do: "kill -9 $$"})
	})
	st.Once = true
	if _, sum, err := l.run(false, st); err == nil || sum.Hosts["b"].Failed != 0 || sum.Hosts["b"].Trips != 0 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}
