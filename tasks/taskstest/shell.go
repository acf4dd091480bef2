package taskstest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// basePath is the search path that the runner sets on hosts.
const basePath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// patience bounds one script. A task that takes longer under test hangs.
const patience = time.Minute

// Shell runs scripts on this machine the way the runner runs them on a host:
// each in its own subshell, below /, with umask 022, LC_ALL=C, a fixed PATH
// and nothing on standard input. The zero Shell is the machine's own sh.
type Shell struct {
	Argv []string // the shell's command line, e.g. busybox sh; nil means sh
	Path []string // directories searched before the usual ones
	Env  []string // further variables, NAME=VALUE
}

// Result is what a script did.
type Result struct {
	Stdout, Stderr string
	Status         int // exit status; 128+n if signal n ended the shell
}

// Err is nil for exit status 0, and otherwise names the status and what the
// script printed on standard error.
func (r Result) Err() error {
	if r.Status == 0 {
		return nil
	}
	return fmt.Errorf("exited with status %d: %s", r.Status, strings.TrimSpace(r.Stderr))
}

// Run runs the script. The error says that the shell could not be run at all,
// or did not end within a minute.
func (s Shell) Run(script sh.Script) (Result, error) {
	argv := s.Argv
	if argv == nil {
		argv = []string{"sh"}
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.WaitDelay = time.Second
	cmd.Dir = "/"
	cmd.Env = append([]string{
		"LC_ALL=C", "HOME=/", "PATH=" + strings.Join(append(s.Path, basePath), ":"),
	}, s.Env...)
	cmd.Stdin = strings.NewReader("umask 022\n( eval " + sh.Quote(string(script)) + "\n) </dev/null\n")
	var out, err bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &err
	e := cmd.Run()
	r := Result{Stdout: out.String(), Stderr: err.String()}
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return r, fmt.Errorf("%s: script did not end within %v", strings.Join(argv, " "), patience)
	case errors.As(e, &exit):
		r.Status = exit.ExitCode()
		if r.Status < 0 {
			r.Status = 128 + 9 // the only signal that comes here is the kernel's KILL
		}
		return r, nil
	}
	return r, e
}

// busyboxTools makes a directory of links to busybox under the names of all
// its tools, so that scripts meet them instead of the GNU ones.
func busyboxTools(dir string) error {
	busybox, err := exec.LookPath("busybox")
	if err != nil {
		return err
	}
	list, err := exec.Command(busybox, "--list").Output()
	if err != nil {
		return fmt.Errorf("busybox --list: %w", err)
	}
	for name := range strings.FieldsSeq(string(list)) {
		if err := os.Symlink(busybox, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}
