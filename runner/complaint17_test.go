package runner_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// The configuration is written on all hosts at once: each waits for the
// others. The restarts come one by one: each holds a lock that must be free.
func TestComplaint17ConfigurationAtOnceRestartsOneByOne(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b", "c")
	lock := sh.Word(l.path("a", "lock"))
	st := l.stage("s", func(h *recipes.Host) {
		restart := h.Handler("restart", meeting{sh.Lines(
			"mkdir "+lock,
			"sleep 0.1",
			"echo "+sh.Word(h.Name)+" >>"+sh.Word(l.path("a", "order")),
			"rmdir "+lock,
		)})
		restart.Rolling = &recipes.Rolling{Name: "service"}
		conf := l.path(h.Name, "conf")
		h.DoThen(cell{Path: conf, Want: "1", Do: "(" + meet(l, h.Name, 3) + ") && echo 1 >" + sh.Word(conf)}, restart)
	})
	if _, _, err := l.run(false, st); err != nil || l.read("a", "order") != "a\nb\nc\n" {
		t.Errorf("%v: order %q", err, l.read("a", "order"))
	}
}
