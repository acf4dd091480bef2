package transport

import (
	"errors"
	"fmt"
	"strings"
)

// ErrNoSFTP says that a host takes no uploads, because its SSH server has no
// SFTP. The body was not read, and the connection stands.
var ErrNoSFTP = errors.New("the host offers no SFTP")

// UnreachableError says that a host could not be reached or logged in to.
// Nothing was changed on it.
type UnreachableError struct {
	Host string // inventory name
	Hop  string // the hop that failed: the host itself or a bastion
	Err  error
	Hint string // what a person can do; may be empty
}

func (e *UnreachableError) Error() string {
	if e.Hop != "" && e.Hop != e.Host {
		return fmt.Sprintf("via %s: %v", e.Hop, e.Err)
	}
	return e.Err.Error()
}

// Unwrap returns the cause.
func (e *UnreachableError) Unwrap() error { return e.Err }

// HostKeyError says that a host showed another key than the one on record.
type HostKeyError struct {
	Host string // name the key is on record for
	File string // known_hosts file
	Line int    // of the record; 0 if there is none and none may be added
	Got  string // fingerprint that the host showed, SHA256:...
	Want string // fingerprint on record; empty if none
}

func (e *HostKeyError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("host key of %s (%s) is not in %s", e.Host, e.Got, e.File)
	}
	return fmt.Sprintf("host key of %s changed: it shows %s, %s:%d has %s", e.Host, e.Got, e.File, e.Line, e.Want)
}

// BecomeError says that the shell could not be started as another user.
type BecomeError struct {
	User   string // the user that should have been become
	Reason BecomeReason
	Stderr string // what sudo printed
}

// BecomeReason tells the ways apart in which sudo refuses.
type BecomeReason string

// The reasons.
const (
	PasswordNeeded BecomeReason = "a password is needed and none was given"
	PasswordWrong  BecomeReason = "the password is wrong"
	NotAllowed     BecomeReason = "the login user may not do that"
	TerminalNeeded BecomeReason = "sudo wants a terminal (requiretty)"
	BecomeFailed   BecomeReason = "sudo failed"
)

func (e *BecomeError) Error() string {
	s := fmt.Sprintf("cannot become %s: %s", e.User, e.Reason)
	if e.Reason == BecomeFailed {
		s += ": " + strings.TrimSpace(e.Stderr)
	}
	return s
}

// ExitError is the status with which a shell ended.
type ExitError struct {
	Status int    // 128+n for signal n
	Signal string // e.g. "TERM"; empty if it exited
}

func (e *ExitError) Error() string {
	if e.Signal != "" {
		return "shell ended by signal " + e.Signal
	}
	return fmt.Sprintf("shell exited with status %d", e.Status)
}
