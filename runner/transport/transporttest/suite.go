// Package transporttest is the suite that every transport must pass, so that
// the runner may rely on what package transport promises, whichever it has.
package transporttest

import (
	"io/fs"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
)

// Subject is a transport under test, with hosts to try it on.
type Subject struct {
	Dialer transport.Dialer

	// Host can be reached. It has a POSIX sh with the usual commands.
	Host inventory.Host

	// Unreachable cannot be reached: it refuses or does not exist. Nil if the
	// transport has no such hosts.
	Unreachable *inventory.Host

	// Silent never answers, so that only the context ends a Dial. Nil if the
	// transport has no such hosts.
	Silent *inventory.Host

	// ReadFile reads a file of Host, and its permissions.
	ReadFile func(path string) ([]byte, fs.FileMode, error)

	// RemoveFile removes a file of Host.
	RemoveFile func(path string) error
}

// Run tests the transport that make returns. It is called once a test, and
// should release with t.Cleanup what it makes.
func Run(t *testing.T, make func(t *testing.T) Subject) {
	tests := []struct {
		name string
		test func(*testing.T, Subject)
	}{
		{"reads its program from standard input", readsProgram},
		{"passes exact bytes", passesExactBytes},
		{"carries much on both outputs at once", carriesMuch},
		{"carries a long program", carriesLongProgram},
		{"tells the exit status", tellsStatus},
		{"tells the signal", tellsSignal},
		{"waits before its outputs are read", waitsEarly},
		{"ends at the end of its input", endsWithInput},
		{"answers before its input ends", answersEarly},
		{"runs two shells at once", runsTwoShells},
		{"serves many goroutines", servesMany},
		{"uploads to a private file", uploads},
		{"removes what a run has left that was killed", uploadsAfterAKill},
		{"uploads nothing when the body fails", uploadFails},
		{"ends a shell that is closed", closesShell},
		{"ends its shells when it is closed", closesShells},
		{"opens no shell when it is closed", refusesWhenClosed},
		{"closes twice", closesTwice},
		{"does not dial when the context has ended", respectsContext},
		{"says which host is unreachable", saysUnreachable},
		{"stops dialling at the deadline", stopsAtDeadline},
		{"leaves no goroutine behind", leavesNothing},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.test(t, make(t)) })
	}
}
