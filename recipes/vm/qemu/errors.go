package qemu

import (
	"fmt"
	"strings"
)

// CannotError says that a machine cannot run virtual ones, or not from these
// images, and what would help.
type CannotError struct {
	Missing  []string // in words
	Packages []string // Debian packages that have some of it
}

func (e *CannotError) Error() string {
	s := "missing: " + strings.Join(e.Missing, ", ")
	if len(e.Packages) > 0 {
		s += "; say: apt-get install " + strings.Join(e.Packages, " ")
	}
	return s
}

// ChangedError says that a machine exists and is to be made from something else
// now.
type ChangedError struct {
	Machine   string
	Was, Want string // what differs
}

func (e *ChangedError) Error() string {
	return fmt.Sprintf("%s was made from %s and is now described as %s; making it anew would lose its data: "+
		"run recipes/vm/down first, or allow it with remake: true in vm:", e.Machine, e.Was, e.Want)
}

// RunningError says that a machine is on and has other hardware than is wanted.
type RunningError struct {
	Machine   string
	Was, Want string // what differs; empty if there is only more or less of it
}

func (e *RunningError) Error() string {
	return fmt.Sprintf("%s is on, with %s, and is now described with %s: switch it off, and the next run changes it, "+
		"or allow hrun to switch it off and on with restart: true in vm:", e.Machine, orNothing(e.Was), orNothing(e.Want))
}

func orNothing(hardware string) string {
	if hardware == "" {
		return "nothing else"
	}
	return hardware
}

// DiskError says that a machine has a disk that is not described, or not with
// that size.
type DiskError struct {
	Machine string
	Disk    string // name and size in MiB, as data-1024
}

func (e *DiskError) Error() string {
	return fmt.Sprintf("%s has a disk %s MiB that is described no more, or with another size; it may hold data: "+
		"describe it as it is, or allow its loss with remake: true in vm:", e.Machine, e.Disk)
}
