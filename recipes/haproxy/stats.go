package haproxy

import "github.com/hrun-dev/hrun/tasks/sh"

// Stats is the page with statistics.
type Stats struct {
	Bind string // default "*:32700"
	Path string // default "/"
	User string // default "admin"

	// Password is what a browser is asked for, over a connection that is not
	// encrypted. The default is "admin", which everyone knows: it protects
	// nothing. Any other is a secret, and the configuration is then readable
	// by root alone.
	Password sh.Secret
}

// DefaultPassword is the password of the page with statistics where none is
// given.
const DefaultPassword = "admin"

// WellKnown reports whether everybody knows the password. It is no secret then:
// were it one, every word that holds it would be masked, such as admin.sock.
func (s Stats) WellKnown() bool { return s.Password.Reveal() == DefaultPassword }
