package guard_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/guard"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// patience is how long a guard may take to notice anything on a busy machine.
const patience = time.Minute

// run is the shell of a run: long-lived, and fed with scripts.
type run struct {
	t      *testing.T
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	output chan string // all that was printed, once every writer has closed it
	dir    string
}

// each runs a test with every kind of shell.
func each(t *testing.T, f func(t *testing.T, shell ...string)) {
	for _, kind := range taskstest.Kinds() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			if kind == "busybox" {
				f(t, "busybox", "sh")
			} else {
				f(t, kind)
			}
		})
	}
}

// begin starts a shell by the command line.
func begin(t *testing.T, words ...string) *run {
	t.Helper()
	r := &run{t: t, cmd: exec.Command(words[0], words[1:]...), output: make(chan string, 1), dir: t.TempDir()}
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stdout, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.cmd.Stderr = r.cmd.Stdout
	if r.stdin, err = r.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { all, _ := io.ReadAll(stdout); r.output <- string(all) }()
	t.Cleanup(func() { _ = syscall.Kill(-r.cmd.Process.Pid, syscall.SIGKILL); _ = r.cmd.Wait() })
	return r
}

// do runs a script as the runner does, and waits for its end.
func (r *run) do(script sh.Script) {
	r.t.Helper()
	r.send(script + "\n[ $? = 0 ] && echo >" + sh.Word(r.file("done")))
	r.await("done", true)
	if err := os.Remove(r.file("done")); err != nil {
		r.t.Fatal(err)
	}
}

func (r *run) send(script sh.Script) {
	r.t.Helper()
	if _, err := io.WriteString(r.stdin, "( eval "+sh.Quote(string(script))+" ) </dev/null\n"); err != nil {
		r.t.Fatal(err)
	}
}

func (r *run) file(name string) string { return filepath.Join(r.dir, name) }

// await waits until a file is there, or is not.
func (r *run) await(name string, there bool) {
	r.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if r.has(name) == there {
			return
		}
	}
	r.t.Fatalf("%s: want it there: %t", name, there)
}

func (r *run) has(name string) bool {
	_, err := os.Stat(r.file(name))
	return err == nil
}

// guard is one that leaves the file "undone".
func (r *run) guard() guard.Guard {
	return guard.Guard{Name: "drain", Dir: r.file("run"), Undo: "echo >" + sh.Word(r.file("undone"))}
}

// undone waits until the guard has done its work and is gone.
func (r *run) undone() {
	r.t.Helper()
	r.await("undone", true)
	r.await("run/drain", false)
}

// end waits for the end of the shell's output.
func (r *run) end() string {
	r.t.Helper()
	select {
	case said := <-r.output:
		return said
	case <-time.After(patience):
		r.t.Fatal("somebody keeps the shell's output open")
		return ""
	}
}

// processes returns the command lines of what runs below the directory.
func (r *run) processes() (lines []string) {
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		r.t.Fatal(err)
	}
	for _, f := range files {
		if line, err := os.ReadFile(f); err == nil && strings.Contains(string(line), r.dir) {
			lines = append(lines, strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return lines
}
