package guard_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/guard"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// release returns the remedy of Undone.
func (r *run) release(within time.Duration) sh.Script {
	r.t.Helper()
	c, err := guard.Undone{Name: "drain", Title: "it's drained", Dir: r.file("run"), Within: within}.Plan("stands\n")
	if err != nil {
		r.t.Fatal(err)
	}
	return c.Script()
}

func TestUndoneWaitsForTheGuard(t *testing.T) {
	each(t, func(t *testing.T, shell ...string) {
		r := begin(t, shell...)
		r.do(r.guard().Arm())
		r.do(sh.Lines(r.release(0), "[ -e "+sh.Word(r.file("undone"))+" ]", "[ ! -e "+sh.Word(r.file("run/drain"))+" ]"))
		r.do(r.release(0)) // there is nothing left to do
	})
}

func TestUndoneSaysWhatTheGuardHasAgainstIt(t *testing.T) {
	each(t, func(t *testing.T, shell ...string) {
		r := begin(t, shell...)
		g := r.guard()
		g.Undo = "[ -e " + sh.Word(r.file("go")) + " ] || { echo no reply >&2; exit 1; }; " + g.Undo
		r.do(g.Arm())
		r.do("! " + r.release(2*time.Second))
		r.do("echo >" + sh.Word(r.file("go")))
		_ = r.stdin.Close()
		if said := r.end(); !strings.HasSuffix(said, "no reply\nnot taken back within 2 s: it's drained\n") {
			t.Errorf("it printed %q", said)
		}
		r.undone()
	})
}
