// Package guardtest is for tests of what stands guard on a host, which need a
// shell that lives as long as a run.
package guardtest

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// patience is how long a guard may take to notice anything on a busy machine.
const patience = time.Minute

// Run is the shell of a run: long-lived, and fed with scripts. It has a process
// group of its own.
type Run struct {
	Cmd *exec.Cmd
	Dir string // an empty directory

	t      testing.TB
	stdin  io.WriteCloser
	output chan string // all that was printed, once every writer has closed it
}

// Each runs a test with the command line of every kind of shell that hosts have.
func Each(t *testing.T, f func(t *testing.T, shell ...string)) {
	t.Parallel()
	for _, kind := range taskstest.Kinds() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			if kind == "busybox" {
				f(t, kind, "sh")
			} else {
				f(t, kind)
			}
		})
	}
}

// Begin starts a shell by its command line. It is killed when the test ends.
func Begin(t testing.TB, words ...string) *Run {
	t.Helper()
	r := &Run{t: t, Cmd: exec.Command(words[0], words[1:]...), output: make(chan string, 1), Dir: t.TempDir()}
	r.Cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stdout, err := r.Cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Cmd.Stderr = r.Cmd.Stdout
	if r.stdin, err = r.Cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := r.Cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { all, _ := io.ReadAll(stdout); r.output <- string(all) }()
	t.Cleanup(func() { _ = syscall.Kill(-r.Cmd.Process.Pid, syscall.SIGKILL); _ = r.Cmd.Wait() })
	return r
}

// Do runs a script as the runner does, and waits until it has succeeded.
func (r *Run) Do(script sh.Script) {
	r.t.Helper()
	r.Send(script + "\n[ $? = 0 ] && echo >" + sh.Word(r.File("done")))
	r.Await("done", true)
	if err := os.Remove(r.File("done")); err != nil {
		r.t.Fatal(err)
	}
}

// Send is as Do, and does not wait.
func (r *Run) Send(script sh.Script) {
	r.t.Helper()
	if _, err := io.WriteString(r.stdin, "( eval "+sh.Quote(string(script))+" ) </dev/null\n"); err != nil {
		r.t.Fatal(err)
	}
}

// Close ends the shell's input, as the end of a run does.
func (r *Run) Close() { _ = r.stdin.Close() }

// End waits for the end of the shell's output, and returns all of it.
func (r *Run) End() string {
	r.t.Helper()
	select {
	case said := <-r.output:
		return said
	case <-time.After(patience):
		r.t.Fatal("somebody keeps the shell's output open")
		return ""
	}
}

// File returns the path of a file in the directory.
func (r *Run) File(name string) string { return filepath.Join(r.Dir, name) }

// Has reports whether such a file is there.
func (r *Run) Has(name string) bool {
	_, err := os.Stat(r.File(name))
	return err == nil
}

// Await waits until a file is there, or is not.
func (r *Run) Await(name string, there bool) {
	r.t.Helper()
	r.Until(fmt.Sprintf("%s there: %t", name, there), func() bool { return r.Has(name) == there })
}

// Until waits until a condition holds.
func (r *Run) Until(what string, holds func() bool) {
	r.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if holds() {
			return
		}
	}
	r.t.Fatalf("still not: %s", what)
}

// Processes returns the command lines of what runs with the directory in it.
func (r *Run) Processes() (lines []string) {
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		r.t.Fatal(err)
	}
	for _, f := range files {
		if line, err := os.ReadFile(f); err == nil && strings.Contains(string(line), r.Dir) {
			lines = append(lines, strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return lines
}
