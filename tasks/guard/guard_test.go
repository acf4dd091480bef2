package guard_test

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/guard"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestGuardUndoesWhenTheShellEnds(t *testing.T) {
	each(t, func(t *testing.T, shell ...string) {
		for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
			r := begin(t, shell...)
			r.do(r.guard().Arm())
			if err := syscall.Kill(-r.cmd.Process.Pid, signal); err != nil { // as the runner ends what runs
				t.Fatal(err)
			}
			_ = r.cmd.Wait()
			r.undone()
		}
	})
}

func TestGuardStandsWhileTheShellDoes(t *testing.T) {
	each(t, func(t *testing.T, shell ...string) {
		r := begin(t, shell...)
		r.do(r.guard().Arm())
		time.Sleep(time.Second)
		if r.has("undone") || !r.has("run/drain") {
			t.Error("it did not wait")
		}
		info, err := os.Stat(r.file("run/drain/program"))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the program is readable by others: %v, %v", info, err)
		}
	})
}

// Nothing of the guard's may keep the shell's output open: the run would not
// end before the guard.
func TestGuardIsDetached(t *testing.T) {
	each(t, func(t *testing.T, shell ...string) {
		r := begin(t, shell...)
		g := r.guard()
		g.Undo = "until [ -e " + sh.Word(r.file("go")) + " ]; do sleep 0.1; done; " + g.Undo
		r.do("exec 3>&1 4>&1 5>&1 6>&1 7>&1 8>&1 9>&1\n" + g.Arm())
		_ = r.stdin.Close()
		if said := r.end(); said != "" {
			t.Errorf("it printed %q", said)
		}
		if !r.has("run/drain") {
			t.Error("the guard is gone")
		}
		if err := os.WriteFile(r.file("go"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		r.undone()
	})
}

// A shell that is at work does not see that the connection has ended: what has
// started it does. Here that is timeout(1).
func TestGuardSeesTheEndAboveABusyShell(t *testing.T) {
	each(t, func(t *testing.T, shell ...string) {
		r := begin(t, append([]string{"timeout", "600"}, shell...)...)
		r.do(r.guard().Arm())
		r.send("echo >" + sh.Word(r.file("busy")) + "; sleep 600")
		r.await("busy", true)
		if err := r.cmd.Process.Kill(); err != nil { // of timeout alone, which leads a group of its own
			t.Fatal(err)
		}
		_ = r.cmd.Wait()
		r.undone()
	})
}

func TestGuardDoesNotStandForEver(t *testing.T) {
	each(t, func(t *testing.T, shell ...string) {
		r := begin(t, shell...)
		g := r.guard()
		g.Within = time.Second
		r.do(g.Arm())
		r.undone()
	})
}

func TestGuardTriesAgain(t *testing.T) {
	each(t, func(t *testing.T, shell ...string) {
		r := begin(t, shell...)
		g := r.guard()
		g.Undo = sh.Script(fmt.Sprintf("echo >>%[1]s; [ \"$(wc -l <%[1]s)\" = 3 ] || exit 1; ", sh.Quote(r.file("tries")))) + g.Undo
		r.do(g.Arm())
		_ = r.stdin.Close()
		r.undone()
	})
}

func TestGuardEndsWhatGoesOnMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, shell ...string) {
		r := begin(t, shell...)
		g := r.guard()
		g.While = "echo >" + sh.Word(r.file("begun")) + "\nwhile :; do tail -f " + sh.Word(r.file("begun")) + " & sleep 600; done"
		r.do(g.Arm())
		r.await("begun", true)
		r.do(r.release(0))
		if left := r.processes(); len(left) > 0 {
			t.Errorf("these still run: %q", left)
		}
	})
}

func TestGuardStandsOnce(t *testing.T) {
	each(t, func(t *testing.T, shell ...string) {
		r := begin(t, shell...)
		r.do(r.guard().Arm())
		r.do("! " + r.guard().Arm())
		_ = r.stdin.Close()
		if said := r.end(); said != "drain has not been taken back yet\n" {
			t.Errorf("it printed %q", said)
		}
		r.undone()
	})
}

func TestGuardValidates(t *testing.T) {
	for want, g := range map[string]guard.Guard{
		"lower-case":        {Name: "../x", Undo: "true"},
		"nothing to do":     {Name: "x"},
		"cannot stand for ": {Name: "x", Undo: "true", Within: -1},
	} {
		if err := g.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", g, err, want)
		}
	}
	g := guard.Guard{Name: "x", Undo: "true", While: "sleep 5"}
	if err := g.Validate(); err != nil {
		t.Error(err)
	}
	taskstest.Golden(t, "arm", g.Arm())
}
