package corosync

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// Device is a quorum device of the model net: a third party, the arbiter, whose
// vote decides which part of a cluster goes on; see corosync-qdevice(8). The
// connection to it must be encrypted.
//
// With an even number of nodes the arbiter has one vote, and gives it to one of
// two halves (the algorithm ffsplit). With an odd number, for which that is not
// made, it has one vote less than there are nodes, so that the last one that
// reaches it goes on (lms).
type Device struct {
	Address netip.Addr // of the arbiter
	Port    int        // TCP port there; 0 means 5403

	// Prefer is a command line that exits 0 where what the cluster gives is
	// given: of two halves that are equal otherwise, the arbiter votes for the
	// one in which it does, so that nothing has to move. The program is named by
	// its full path, and words are quoted as corosync-qdevice(8) has it under
	// exec_NAME. Empty means that the half with the lowest node id goes on.
	Prefer string

	// Timeout is how often corosync must hear of the device, and SyncTimeout how
	// long it waits for the vote when nodes have come or gone, both in whole
	// milliseconds; 0 means those of corosync, 10 s and 30 s.
	Timeout, SyncTimeout time.Duration
}

func (d Device) validate() error {
	switch {
	case !d.Address.IsValid() || d.Address.IsUnspecified():
		return errors.New("the arbiter has no address")
	case d.Port < 0 || d.Port > 65535:
		return fmt.Errorf("port %d, want 1 to 65535", d.Port)
	case strings.ContainsAny(d.Prefer, "\n\r{}") || d.Prefer != "" && d.Prefer[0] != '/':
		return fmt.Errorf("command %q: want one line without braces that begins with a path", d.Prefer)
	case d.Timeout < 0 || d.SyncTimeout < 0:
		return fmt.Errorf("timeouts of %v and %v are less than nothing", d.Timeout, d.SyncTimeout)
	}
	return nil
}

// Votes returns how many votes the device has beside those of the nodes.
func (d Device) Votes(nodes int) int {
	if nodes%2 == 0 {
		return 1
	}
	return nodes - 1
}

// Algorithm returns by what the arbiter decides. It takes no node that has
// another one than the rest of its cluster.
func (d Device) Algorithm(nodes int) string {
	if nodes%2 == 0 {
		return "ffsplit"
	}
	return "lms"
}

// Section returns the section quorum.device of corosync.conf(5) for a cluster of
// so many nodes.
func (d Device) Section(nodes int) (string, error) {
	if err := d.validate(); err != nil {
		return "", fmt.Errorf("quorum device: %w", err)
	}
	return d.section(nodes), nil
}

func (d Device) section(nodes int) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, "  "+format+"\n", args...) }
	line("device {")
	line("  model: net")
	if nodes%2 == 0 {
		line("  votes: %d", d.Votes(nodes)) // lms must have it unsaid
	}
	if d.Timeout > 0 {
		line("  timeout: %d", d.Timeout.Milliseconds())
	}
	if d.SyncTimeout > 0 {
		line("  sync_timeout: %d", d.SyncTimeout.Milliseconds())
	}
	line("  net {")
	line("    host: %s", d.Address)
	if d.Port > 0 {
		line("    port: %d", d.Port)
	}
	line("    tls: required")
	line("    algorithm: %s", d.Algorithm(nodes))
	line("  }")
	if d.Prefer != "" {
		line("  heuristics {")
		line("    mode: sync")
		line("    exec_prefer: %s", d.Prefer)
		line("  }")
	}
	line("}")
	return strings.TrimSuffix(b.String(), "\n")
}
