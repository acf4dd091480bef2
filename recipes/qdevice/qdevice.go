// Package qdevice is a quorum device: a third party whose vote decides which of
// two halves of a cluster goes on, so that they cannot both. The third party is
// corosync-qnetd on a host outside of the cluster, the arbiter; on each node
// corosync-qdevice asks for its vote.
//
// Both speak TLS with certificates that are made of one secret, so no host has
// to wait for another one to make them. They are renewed by a run once less than
// a third of their time is left, one node after the other: so it takes a run now
// and then, at least every half of [Settings].Valid.
//
// The arbiter serves clusters of one authority only: whatever certificates it
// had before are replaced.
package qdevice

import (
	"cmp"
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/recipes/corosync"
)

// Settings are what a composing recipe lets people choose. The zero value of a
// field is its default.
type Settings struct {
	// Valid is for how long a new certificate counts; at least an hour, default
	// a year.
	Valid time.Duration

	// Timeout is how often a node tells corosync that the device is there, and
	// SyncTimeout how long corosync waits for its vote when nodes have come or
	// gone; whole milliseconds. The defaults are corosync's token timeout, and
	// 2 s more, instead of 10 s and 30 s: a node that has lost the arbiter as
	// well as its peer then knows that before the peer takes over, and the peer
	// does not wait for the arbiter to miss the other.
	Timeout, SyncTimeout time.Duration
}

// WithDefaults returns the settings with every field that is zero at its
// default; token is that of corosync.
func (s Settings) WithDefaults(token time.Duration) Settings {
	s.Valid = cmp.Or(s.Valid, 365*24*time.Hour)
	s.Timeout = cmp.Or(s.Timeout, max(token, 2*time.Second))
	s.SyncTimeout = cmp.Or(s.SyncTimeout, s.Timeout+2*time.Second)
	return s
}

// Validate reports times that are too short, with those of corosync-qdevice(8).
func (s Settings) Validate() error {
	switch {
	case s.Valid < time.Hour:
		return fmt.Errorf("a certificate for %v is of no use, want an hour at least", s.Valid)
	case s.Timeout < 2*time.Second, s.SyncTimeout < s.Timeout, s.SyncTimeout > 2*time.Minute:
		return fmt.Errorf("timeouts of %v and %v: want 2 s at least, the second not shorter than the first and 2 minutes at most", s.Timeout, s.SyncTimeout)
	}
	return nil
}

// Device returns what corosync is to know of the device.
func (s Settings) Device() corosync.Device {
	return corosync.Device{Timeout: s.Timeout, SyncTimeout: s.SyncTimeout}
}
