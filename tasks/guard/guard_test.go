package guard_test

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/guard"
	"github.com/hrun-dev/hrun/tasks/guard/guardtest"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// drain is a guard that leaves the file "undone".
func drain(r *guardtest.Run) guard.Guard {
	return guard.Guard{Name: "drain", Dir: r.File("run"), Undo: "echo >" + sh.Word(r.File("undone"))}
}

// undone waits until the guard has done its work and is gone.
func undone(r *guardtest.Run) {
	r.Await("undone", true)
	r.Await("run/drain", false)
}

// release returns the remedy of Undone.
func release(t *testing.T, r *guardtest.Run, within time.Duration) sh.Script {
	t.Helper()
	c, err := guard.Undone{Name: "drain", Title: "it's drained", Dir: r.File("run"), Within: within}.Plan("stands\n")
	if err != nil {
		t.Fatal(err)
	}
	return c.Script()
}

func TestGuardUndoesWhenTheShellEnds(t *testing.T) {
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
			r := guardtest.Begin(t, shell...)
			r.Do(drain(r).Arm())
			if err := syscall.Kill(-r.Cmd.Process.Pid, signal); err != nil { // as the runner ends what runs
				t.Fatal(err)
			}
			_ = r.Cmd.Wait()
			undone(r)
		}
	})
}

func TestGuardStandsWhileTheShellDoes(t *testing.T) {
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		r := guardtest.Begin(t, shell...)
		r.Do(drain(r).Arm())
		time.Sleep(time.Second)
		if r.Has("undone") || !r.Has("run/drain") {
			t.Error("it did not wait")
		}
		info, err := os.Stat(r.File("run/drain"))
		if err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("the program is readable by others: %v, %v", info, err)
		}
		r.Close()
		undone(r)
	})
}

// Nothing of the guard's may keep the shell's output open: the run would not
// end before the guard.
func TestGuardIsDetached(t *testing.T) {
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		r := guardtest.Begin(t, shell...)
		g := drain(r)
		g.Undo = "until [ -e " + sh.Word(r.File("go")) + " ]; do sleep 0.1; done; " + g.Undo
		r.Do("exec 3>&1 4>&1 5>&1 6>&1 7>&1 8>&1 9>&1\n" + g.Arm())
		r.Close()
		if said := r.End(); said != "" {
			t.Errorf("it printed %q", said)
		}
		if !r.Has("run/drain") {
			t.Error("the guard is gone")
		}
		if err := os.WriteFile(r.File("go"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		undone(r)
	})
}

// A shell that is at work does not see that the connection has ended: what has
// started it does. Here that is timeout(1). What the shell is at would work
// against the guard, and ends before that begins.
func TestGuardSeesTheEndAboveABusyShell(t *testing.T) {
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		r := guardtest.Begin(t, append([]string{"timeout", "600"}, shell...)...)
		g := drain(r)
		g.Undo = "! kill -0 $(cat " + sh.Word(r.File("busy")) + ") && " + g.Undo
		r.Do(g.Arm())
		r.Send("sh -c " + sh.Word("echo $$ >"+r.File("new")+" && mv "+r.File("new")+" "+r.File("busy")+"; exec sleep 600") + "; :")
		r.Await("busy", true)
		if err := r.Cmd.Process.Kill(); err != nil { // of timeout alone, which leads a group of its own
			t.Fatal(err)
		}
		_ = r.Cmd.Wait()
		undone(r)
	})
}

func TestGuardDoesNotStandForEver(t *testing.T) {
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		r := guardtest.Begin(t, shell...)
		g := drain(r)
		g.Within = time.Second
		r.Do(g.Arm())
		undone(r)
	})
}

// Whoever tidies up /run takes nothing from a guard but what it says.
func TestGuardUndoesWithoutItsDirectory(t *testing.T) {
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		r := guardtest.Begin(t, shell...)
		r.Do(drain(r).Arm())
		r.Do("rm -r " + sh.Word(r.File("run")))
		r.Close()
		undone(r)
		r.Until("it is gone", func() bool { return len(r.Processes()) == 0 })
	})
}

func TestGuardTriesAgain(t *testing.T) {
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		r := guardtest.Begin(t, shell...)
		g := drain(r)
		g.Undo = sh.Script(fmt.Sprintf("echo >>%[1]s; [ \"$(wc -l <%[1]s)\" = 3 ] || exit 1; ", sh.Quote(r.File("tries")))) + g.Undo
		r.Do(g.Arm())
		r.Close()
		undone(r)
	})
}

func TestGuardEndsWhatGoesOnMeanwhile(t *testing.T) {
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		r := guardtest.Begin(t, shell...)
		g := drain(r)
		g.While = "echo >" + sh.Word(r.File("begun")) + "\nwhile :; do tail -f " + sh.Word(r.File("begun")) + " & sleep 600; done"
		r.Do(g.Arm())
		r.Await("begun", true)
		r.Do(release(t, r, 0))
		if left := r.Processes(); len(left) > 0 {
			t.Errorf("these still run: %q", left)
		}
	})
}

// What goes on would have nobody left to end it. What is to be undone is left to
// the next run, which ends what goes on in the moment in which it begins anew.
func TestNothingGoesOnWithoutTheGuard(t *testing.T) {
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		r := guardtest.Begin(t, shell...)
		g := drain(r)
		g.While = "echo >" + sh.Word(r.File("begun")) + "\ntail -f " + sh.Word(r.File("begun"))
		r.Do(g.Arm())
		r.Await("begun", true)
		r.Do("read -r process <" + sh.Word(r.File("run/drain/process")) + " && kill -KILL \"${process%:*}\"")
		r.Until("all is ended", func() bool { return len(r.Processes()) == 0 })
		if r.Has("undone") {
			t.Error("somebody has undone it")
		}
		c, err := guard.Undone{Name: "drain", Dir: r.File("run")}.Plan("left\n")
		if err != nil {
			t.Fatal(err)
		}
		r.Do(c.Script())
		undone(r)
	})
}

func TestGuardStandsOnce(t *testing.T) {
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		r := guardtest.Begin(t, shell...)
		r.Do(drain(r).Arm())
		r.Do("! " + drain(r).Arm())
		r.Close()
		if said := r.End(); said != "drain has not been taken back yet\n" {
			t.Errorf("it printed %q", said)
		}
		undone(r)
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
