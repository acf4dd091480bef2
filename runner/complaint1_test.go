package runner_test

import (
	"os"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// notifying is a stage whose one task owes a restart.
func notifying(l *lab, c cell) *recipes.Stage {
	l.t.Helper()
	return l.stage("s", func(h *recipes.Host) {
		c.Path, c.Want = l.path("a", "conf"), "1"
		h.DoThen(c, h.Handler("restart", action{Name: "restart", Log: l.path("a", "log")}))
	})
}

func TestComplaint1HandlerSurvivesAFailureAfterTheChange(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]sh.Script{"fails": "exit 3", "kills the shell": "kill -9 $$"} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, "a")
			st := notifying(l, cell{})
			st.Hosts[0].Do(cell{Path: l.path("a", "other"), Want: "1", Do: do})
			if _, _, err := l.run(false, st); err == nil || l.read("a", "conf") != "1\n" {
				t.Fatal(err)
			}
			if rec, _, err := l.run(false, notifying(l, cell{})); err != nil || l.read("a", "log") != "restart\n" {
				t.Errorf("%v: %s", err, rec.results())
			}
		})
	}
}

// A task that fails notifies only if it may have changed something.
func TestComplaint1FailedTaskThatChangedNothingNotifiesNobody(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		do    sh.Script
		owed  bool // before
		wants bool // that the next run restarts
	}{
		{name: "changes nothing", do: "exit 3"},
		{name: "changes something", do: "echo half >conf; exit 3", wants: true},
		{name: "changes nothing, and a restart was owed before", do: "exit 3", owed: true, wants: true},
		{name: "its probe cannot look any more", do: "rm -f conf; mkdir conf; exit 3", wants: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t, "a")
			l.write("a", "conf", "0\n")
			if c.owed {
				if _, _, err := l.run(false, notifying(l, cell{Do: "echo 2 >" + sh.Word(l.path("a", "conf")) + "; exit 3"})); err == nil {
					t.Fatal("no error")
				}
			}
			do := "cd " + sh.Word(l.path("a", "")) + "; " + c.do
			rec, _, err := l.run(false, notifying(l, cell{Do: do}))
			if err == nil || !strings.Contains(err.Error(), "status 3") {
				t.Fatalf("%v: %s", err, rec.results())
			}
			if c.name == "its probe cannot look any more" {
				if err := os.RemoveAll(l.path("a", "conf")); err != nil {
					t.Fatal(err)
				}
			}
			l.write("a", "conf", "1\n") // cured by hand
			rec, _, err = l.run(false, notifying(l, cell{}))
			if restarted := l.read("a", "log") == "restart\n"; err != nil || restarted != c.wants {
				t.Errorf("%v: restarted %v: %s", err, restarted, rec.results())
			}
		})
	}
}
