package become_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/local"
)

// TestReasons has sudo refuse in its own words, which are those of sudo 1.9.
func TestReasons(t *testing.T) {
	tests := []struct {
		says string
		want transport.BecomeReason
	}{
		{"sudo: a password is required", transport.PasswordNeeded},
		{"sudo: sorry, you must have a tty to run sudo", transport.TerminalNeeded},
		{"ops is not in the sudoers file.", transport.NotAllowed},
		{"Sorry, user ops is not allowed to execute '/usr/bin/sh' as root on node.", transport.NotAllowed},
		{"Sorry, user ops may not run sudo on node.", transport.NotAllowed},
		{"Sorry, try again.\nsudo: 1 incorrect password attempt", transport.PasswordWrong},
		{"sudo: unknown user nobodyhere", transport.BecomeFailed},
		{"env: 'sudo': No such file or directory", transport.BecomeFailed},
		{"sudo: unable to resolve host node: Name or service not known\nsudo: a password is required", transport.PasswordNeeded},
	}
	for _, tt := range tests {
		for _, password := range []inventory.Password{"", "right"} {
			standIn(t, "cat >&2 <<'END'\n"+tt.says+"\nEND\nexit 1\n")
			stdout, stderr, err := become(t, inventory.Become{Enabled: true, Password: password}, program)
			var refused *transport.BecomeError
			if !errors.As(err, &refused) {
				t.Errorf("%s: got %v, want a BecomeError", tt.says, err)
				continue
			}
			if refused.Reason != tt.want || refused.User != "root" || strings.TrimSpace(refused.Stderr) != tt.says {
				t.Errorf("%s: got %+v, want %q", tt.says, *refused, tt.want)
			}
			if stdout != "" || strings.TrimSpace(stderr) != tt.says {
				t.Errorf("%s: the outputs are %q and %q", tt.says, stdout, stderr)
			}
		}
	}
}

// TestShellThatFailsIsNoRefusal: only what comes before the shell is sudo's.
func TestShellThatFailsIsNoRefusal(t *testing.T) {
	standIn(t, obey)
	_, _, err := become(t, inventory.Become{Enabled: true}, "echo 'sudo: a password is required' >&2; exit 1\n")
	var exit *transport.ExitError
	if !errors.As(err, &exit) || exit.Status != 1 {
		t.Errorf("got %v, want status 1", err)
	}
}

// TestSilentSudo has a sudo that neither asks nor ends.
func TestSilentSudo(t *testing.T) {
	standIn(t, "exec sleep 1000\n")
	c, err := local.Dialer{}.Dial(t.Context(), inventory.Host{Name: "here", Connection: inventory.Connection{
		Become: inventory.Become{Enabled: true, Password: "right"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := c.Shell(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the deadline", err)
	}
}

func TestUselessNames(t *testing.T) {
	c, err := local.Dialer{}.Dial(t.Context(), inventory.Host{Name: "here", Connection: inventory.Connection{
		Become: inventory.Become{Enabled: true, User: "root'; reboot; '"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Shell(t.Context()); err == nil || !strings.Contains(err.Error(), "user name") {
		t.Errorf("got %v, want a complaint about the user name", err)
	}
}
