package runner

import (
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/tasks"
)

// Hint says what a person can do about an error of a run; it may be empty.
func Hint(err error) string {
	var unreachable *transport.UnreachableError
	var become *transport.BecomeError
	var drift *DriftError
	var different *DifferentError
	var hinter tasks.Hinter
	var locked *LockedError
	var stopped *StoppedError
	var unlockable *wire.NoLockError
	var late *TimeoutError
	var reboot *RebootError
	var unmade *UnmadeError
	switch {
	case errors.As(err, &reboot):
		return rebootHint(reboot)
	case errors.As(err, &late):
		return "see to what it waits for, or give it more time: --task-timeout, or the task's limits in the recipe"
	case errors.As(err, new(*silentError)):
		return "look at the host itself: its load, a disk that hangs, what the login user's shell runs first; --timeout gives it more time"
	case errors.As(err, &become):
		return becomeHint(become.Reason)
	case errors.As(err, &unreachable):
		return unreachable.Hint
	case errors.As(err, &locked):
		return "wait for that run to end, or give --lock-wait; the lock ends with the shell of its owner; if the connection was cut, that is when the host notices"
	case errors.As(err, &unlockable) && unlockable.Missing:
		return "install util-linux, which has flock"
	case errors.As(err, &unlockable):
		return "see to the state directory on the host, or name another one with hrun_state"
	case errors.As(err, &stopped):
		return "see to the host that failed, and run again: what this one owes is kept on it"
	case errors.As(err, &unmade) && unmade.Failed:
		return "see to the host that was to make it, and run again"
	case errors.As(err, new(*PanicError)):
		return "this is a mistake in the code of the task, and nothing on the host"
	case errors.As(err, &different) && different.Owed:
		return "nothing was changed; the next hrun apply of the recipe that has it comes to it"
	case errors.As(err, &different):
		return "nothing was changed; hrun apply of the recipe that describes it puts it right"
	case errors.As(err, &hinter):
		return hinter.Hint()
	case errors.As(err, &drift):
		return fmt.Sprintf("something else keeps changing the %s, or the task is wrong", drift.Left.Steps[0].Field)
	}
	return ""
}

func becomeHint(r transport.BecomeReason) string {
	switch r {
	case transport.PasswordNeeded:
		return "give the sudo password with -K or --become-password-file, or allow the user NOPASSWD in sudoers"
	case transport.PasswordWrong:
		return "check the sudo password given with -K, --become-password-file or ansible_become_password"
	case transport.NotAllowed:
		return "add the login user to sudoers on the host"
	case transport.TerminalNeeded:
		return "remove requiretty for the login user from sudoers on the host"
	}
	return ""
}
