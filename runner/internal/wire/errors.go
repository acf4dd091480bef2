package wire

import "strings"

// LockedError says that another run holds the host's lock.
type LockedError struct{ Holder string }

func (e *LockedError) Error() string { return "another run holds the lock: " + e.Holder }

// NoLockError says that the lock could not be taken, and that this is not
// because another run holds it.
type NoLockError struct {
	Missing bool   // the host has no flock (util-linux, busybox)
	Stderr  string // otherwise: what the command that failed printed
}

func (e *NoLockError) Error() string {
	if e.Missing {
		return "the host cannot take a lock: flock is missing"
	}
	return "cannot take the lock: " + strings.TrimSpace(e.Stderr)
}

// EndedError says that the shell ended in the middle of a batch.
type EndedError struct {
	Err            error  // why, as the transport tells; may be nil
	Stdout, Stderr string // what it printed there last: the beginning of the result that is missing
}

func (e *EndedError) Error() string {
	s := "the shell ended in the middle of the work"
	if e.Err != nil {
		s = e.Err.Error()
	}
	if tail := strings.TrimSpace(e.Stderr); tail != "" {
		s += ": " + tail
	}
	return s
}

// Unwrap returns the cause.
func (e *EndedError) Unwrap() error { return e.Err }
