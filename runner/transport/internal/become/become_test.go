package become_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/local"
)

// standIn puts a sudo with the given body before the real one. It keeps what
// it was called with in the returned directory.
func standIn(t *testing.T, body string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	script := "#!/bin/sh\ndir=" + dir + "\nprintf '%s\\n' \"$@\" >$dir/arguments\n" + body
	if err := os.WriteFile(filepath.Join(dir, "sudo"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	return dir
}

// obey is the end of a sudo that runs the command: what follows "--".
const obey = `while [ "$1" != -- ]; do shift; done; shift; exec "$@"` + "\n"

// ask is a sudo that wants the password "right", and allows three attempts.
const ask = `
prompt=$3
for attempt in 1 2 3; do
	printf %s "$prompt" >&2
	IFS= read -r password || { echo >&2; echo "sudo: no password was provided" >&2; exit 1; }
	echo "$password" >>$dir/passwords
	[ "$password" = right ] && break
	[ $attempt = 3 ] && { echo "sudo: 3 incorrect password attempts" >&2; exit 1; }
	echo "Sorry, try again." >&2
done
`

// become runs a program by a shell of this machine, and returns its output.
func become(t *testing.T, b inventory.Become, program string) (stdout, stderr string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	c, err := local.Dialer{}.Dial(ctx, inventory.Host{Name: "here", Connection: inventory.Connection{Become: b}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s, err := c.Shell(ctx)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		_, _ = io.WriteString(s.Stdin, program)
		_ = s.Stdin.Close()
	}()
	var out, errs bytes.Buffer
	var reading sync.WaitGroup
	reading.Go(func() { _, _ = io.Copy(&out, s.Stdout) })
	reading.Go(func() { _, _ = io.Copy(&errs, s.Stderr) })
	reading.Wait()
	return out.String(), errs.String(), s.Wait()
}

const program = "echo out; echo err >&2; exit 3\n"

// works checks that a shell did what the program says and nothing else.
func works(t *testing.T, stdout, stderr string, err error) {
	t.Helper()
	var exit *transport.ExitError
	if stdout != "out\n" || stderr != "err\n" || !errors.As(err, &exit) || exit.Status != 3 {
		t.Errorf("got %q, %q, %v", stdout, stderr, err)
	}
}

func TestWithoutPassword(t *testing.T) {
	dir := standIn(t, `[ "$LC_ALL" = C ] || exit 9`+"\n"+obey)
	stdout, stderr, err := become(t, inventory.Become{Enabled: true, User: "deploy"}, program)
	works(t, stdout, stderr, err)
	arguments, _ := os.ReadFile(filepath.Join(dir, "arguments"))
	if !strings.HasPrefix(string(arguments), "-n\n-u\ndeploy\n--\nsh\n") {
		t.Errorf("sudo was called with %q", arguments)
	}
}

func TestWithPassword(t *testing.T) {
	dir := standIn(t, ask+obey)
	stdout, stderr, err := become(t, inventory.Become{Enabled: true, Password: "right"}, program)
	works(t, stdout, stderr, err)
	arguments, _ := os.ReadFile(filepath.Join(dir, "arguments"))
	if strings.Contains(string(arguments), "right") || !strings.Contains(string(arguments), "-u\nroot\n") {
		t.Errorf("sudo was called with %q", arguments)
	}
}

// TestPasswordReachesNoShell has a sudo that does not ask, although there is
// a password: the shell must not read it as a program.
func TestPasswordReachesNoShell(t *testing.T) {
	standIn(t, obey)
	stdout, stderr, err := become(t, inventory.Become{Enabled: true, Password: "right"}, program)
	works(t, stdout, stderr, err)
}

// TestWrongPasswordIsTriedOnce: three attempts may lock an account.
func TestWrongPasswordIsTriedOnce(t *testing.T) {
	dir := standIn(t, ask+obey)
	stdout, _, err := become(t, inventory.Become{Enabled: true, Password: "wrong"}, program)
	var refused *transport.BecomeError
	if !errors.As(err, &refused) || refused.Reason != transport.PasswordWrong || stdout != "" {
		t.Errorf("got %q, %v, want %q", stdout, err, transport.PasswordWrong)
	}
	if tried, _ := os.ReadFile(filepath.Join(dir, "passwords")); string(tried) != "wrong\n" {
		t.Errorf("sudo was given %q", tried)
	}
}

// TestLecture: what sudo says before it asks is not lost.
func TestLecture(t *testing.T) {
	standIn(t, "echo 'We trust you have received the usual lecture.' >&2\n"+ask+obey)
	stdout, stderr, err := become(t, inventory.Become{Enabled: true, Password: "right"}, "echo out\n")
	if stdout != "out\n" || stderr != "We trust you have received the usual lecture.\n" || err != nil {
		t.Errorf("got %q, %q, %v", stdout, stderr, err)
	}
}

// TestNoiseBeforeTheShell: a login shell's start-up files may print.
func TestNoiseBeforeTheShell(t *testing.T) {
	standIn(t, "printf hrun-ready-\n"+obey)
	for _, password := range []inventory.Password{"", "right"} {
		stdout, _, err := become(t, inventory.Become{Enabled: true, Password: password}, "echo out\n")
		if stdout != "hrun-ready-out\n" || err != nil {
			t.Errorf("got %q, %v", stdout, err)
		}
	}
}

func TestShellEndsAtOnce(t *testing.T) {
	standIn(t, obey)
	for _, password := range []inventory.Password{"", "right"} {
		if stdout, stderr, err := become(t, inventory.Become{Enabled: true, Password: password}, ""); stdout != "" || stderr != "" || err != nil {
			t.Errorf("got %q, %q, %v", stdout, stderr, err)
		}
	}
}
