// Package transport opens shells on hosts. It defines what the runner needs of
// a connection; the packages below it provide it over SSH, on this machine,
// and in memory. All of them pass the suite in transporttest.
package transport

import (
	"context"
	"io"

	"github.com/hrun-dev/hrun/inventory"
)

// Dialer connects to hosts. It must be safe for concurrent use, and may share
// one connection to a bastion among all hosts behind it.
type Dialer interface {
	// Dial connects and logs in. The context bounds the whole way: dialling,
	// every handshake and every tunnel. The error is an [*UnreachableError].
	Dial(ctx context.Context, h inventory.Host) (Conn, error)
}

// Conn is a connection to one host. Its methods are safe for concurrent use.
type Conn interface {
	// Shell starts "sh" reading its program from standard input, as the user
	// that the host's Become names. It may return before the host has
	// confirmed anything: a shell that could not start shows as an end of
	// Stdout, and Wait then says why. The context bounds the start only.
	Shell(ctx context.Context) (*Shell, error)

	// Upload stores body in a new file that only the login user can read and
	// returns its absolute path. Whoever uses the file removes it. Whoever
	// calls holds the host's lock: what earlier connections have left may be
	// removed, see [Uploads]. The error is an [ErrNoSFTP] where there is no
	// way to do it but through a shell.
	Upload(ctx context.Context, body io.Reader) (path string, err error)

	// Close ends the connection and every shell on it. A shared bastion stays
	// up as long as another connection needs it.
	Close() error
}

// Shell is one POSIX shell. Reading both outputs to the end is the caller's
// duty; a shell whose output nobody reads stalls.
type Shell struct {
	Stdin          io.WriteCloser
	Stdout, Stderr io.Reader

	// Wait returns when the shell has ended: nil for exit status 0, an
	// [*ExitError] for another, a [*BecomeError] where the other user could
	// not be become, anything else if the connection broke. A program that
	// the shell started may hold the outputs open for longer.
	//
	// It takes nothing away from who reads the outputs, and may be called any
	// number of times, concurrently too. But whether it is a BecomeError is
	// only certain when it was called after both outputs had ended.
	Wait func() error

	// Close abandons the shell. Programs that it started may go on.
	Close func() error
}
