// Package become starts shells as another user, through sudo.
//
// It only says which command to start and how to talk to it until the shell
// stands; starting is the transport's work. So every transport becomes
// another user in the same way.
package become

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
)

// Start starts a command, given as its words.
type Start func(words []string) (*transport.Shell, error)

// Shell starts sh as the user that b names, or as the login user if b is not
// enabled. Where b has no password it returns at once: sudo must not ask, so
// all input is the shell's. Where there is a password it waits until sudo has
// taken it, so that the password can only ever reach sudo. A refusal shows as
// the end of the shell's output and a [*transport.BecomeError] from its Wait.
func Shell(ctx context.Context, b inventory.Become, start Start) (*transport.Shell, error) {
	if !b.Enabled {
		return start([]string{"sh"})
	}
	s := &sudo{user: b.User, password: string(b.Password), nonce: rand.Text()}
	if s.user == "" {
		s.user = "root"
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	inner, err := start(s.words())
	if err != nil {
		return nil, err
	}
	if s.password == "" {
		return s.unattended(inner), nil
	}
	return s.attended(ctx, inner)
}

// sudo is one call of sudo.
type sudo struct {
	user     string
	password string
	nonce    string // makes the marks of this call unlike any other output
}

// ready is the line that the new user's shell prints first.
func (s *sudo) ready() string { return "hrun-ready-" + s.nonce + "\n" }

// prompt is what sudo asks for the password with. It holds no percent sign,
// which sudo would expand.
func (s *sudo) prompt() string { return "hrun-password-" + s.nonce + ":" }

// words is the command. LC_ALL makes sudo's messages those that classify
// knows; env sets it because not every login shell knows NAME=VALUE COMMAND.
func (s *sudo) words() []string {
	words := []string{"env", "LC_ALL=C", "sudo"}
	if s.password == "" {
		words = append(words, "-n")
	} else {
		words = append(words, "-S", "-p", s.prompt())
	}
	return append(words, "-u", s.user, "--", "sh", "-c", "echo "+strings.TrimSpace(s.ready())+"; exec sh")
}

// check refuses what could not be passed through a login shell unchanged, or
// would be taken for more than a line by sudo.
func (s *sudo) check() error {
	if strings.ContainsAny(s.user, "'!\\\n\x00") {
		return fmt.Errorf("become: user name %q holds a character that no user name has", s.user)
	}
	if strings.ContainsAny(s.password, "\n\x00") {
		return fmt.Errorf("become: the password for sudo holds a line break or a NUL")
	}
	return nil
}
