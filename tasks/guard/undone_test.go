package guard_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/guard/guardtest"
	"github.com/hrun-dev/hrun/tasks/sh"
)

func TestUndoneWaitsForTheGuard(t *testing.T) {
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		r := guardtest.Begin(t, shell...)
		r.Do(drain(r).Arm())
		r.Do(sh.Lines(release(t, r, 0), "[ -e "+sh.Word(r.File("undone"))+" ]", "[ ! -e "+sh.Word(r.File("run/drain"))+" ]"))
		r.Do(release(t, r, 0)) // there is nothing left to do
	})
}

func TestUndoneSaysWhatTheGuardHasAgainstIt(t *testing.T) {
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		r := guardtest.Begin(t, shell...)
		g := drain(r)
		g.Undo = "[ -e " + sh.Word(r.File("go")) + " ] || { echo no reply >&2; exit 1; }; " + g.Undo
		r.Do(g.Arm())
		r.Do("! " + release(t, r, 2*time.Second))
		r.Do("echo >" + sh.Word(r.File("go")))
		r.Close()
		if said := r.End(); !strings.HasSuffix(said, "no reply\nstill not after 2 s: it's drained\n") {
			t.Errorf("it printed %q", said)
		}
		undone(r)
	})
}
