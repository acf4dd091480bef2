package become

import (
	"strings"

	"github.com/hrun-dev/hrun/runner/transport"
)

// classify tells from sudo's messages why it refused. They are those of the C
// locale, from sudo's sources (src/sudo.c, plugins/sudoers/auth/sudo_auth.c,
// plugins/sudoers/check.c, plugins/sudoers/logging.c) of 1.8 and 1.9. The order
// matters: sudo may mention a password in the message about a terminal.
func classify(stderr string) transport.BecomeReason {
	reasons := []struct {
		reason transport.BecomeReason
		says   []string
	}{
		{transport.TerminalNeeded, []string{"you must have a tty to run sudo"}},
		{transport.PasswordWrong, []string{"Sorry, try again.", "incorrect password attempt"}},
		{transport.NotAllowed, []string{
			"is not in the sudoers file", "is not allowed to execute", "is not allowed to run sudo",
			"may not run sudo on", "is not allowed to preserve", "I'm afraid I can't do that",
		}},
		{transport.PasswordNeeded, []string{
			"a password is required", "a terminal is required to read the password", "no password was provided",
			"no askpass program specified", "no tty present",
		}},
	}
	for _, r := range reasons {
		for _, s := range r.says {
			if strings.Contains(stderr, s) {
				return r.reason
			}
		}
	}
	return transport.BecomeFailed
}
