package sshx

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/runner/transport"
)

// hopError is the failure of one hop, before it is told as that of a host.
type hopError struct {
	hop  string // inventory name
	err  error
	hint string
}

func (e *hopError) Error() string { return e.hop + ": " + e.err.Error() }

func (e *hopError) Unwrap() error { return e.err }

// culprit names the hop that failed: a bastion that must not forward is to
// blame itself, not the host behind it.
func (h hop) culprit(err error) string {
	var refused *ssh.OpenChannelError
	var broken *bastionError
	if errors.As(err, &broken) && (!errors.As(err, &refused) || refused.Reason == ssh.Prohibited) {
		return broken.bastion
	}
	return h.host.Name
}

// bastionError is a tunnel that did not come about.
type bastionError struct {
	bastion string // inventory name
	err     error
}

func (e *bastionError) Error() string { return e.err.Error() }

func (e *bastionError) Unwrap() error { return e.err }

// refused reports whether the host would have none of what was offered, or not
// all of it: the second is what OpenSSH says after MaxAuthTries.
func refused(err error) bool {
	return strings.Contains(err.Error(), "ssh: unable to authenticate") || strings.Contains(err.Error(), "Too many authentication failures")
}

// unready says what a person can do where there is nothing to log in with, or
// nothing.
func unready(err error) string {
	var authority *AuthorityError
	var certificate *CertificateError
	switch {
	case errors.As(err, &authority):
		return authority.hint()
	case errors.As(err, &certificate):
		return certificate.hint()
	}
	return ""
}

// hint says what a person can do about a failed login, or nothing.
func (l *login) hint(err error) string {
	var hostKey *transport.HostKeyError
	var locked *lockedError
	var closed *ssh.OpenChannelError
	var lookup *net.DNSError
	switch {
	case errors.As(err, &hostKey) && hostKey.Line == 0:
		return fmt.Sprintf("compare the fingerprint, then record the key: log in once with ssh, or accept new keys (UserKnownHostsFile %s)", hostKey.File)
	case errors.As(err, &hostKey):
		return fmt.Sprintf("if the host was made anew, forget its old key: ssh-keygen -R '%s' -f '%s'", hostKey.Host, hostKey.File)
	case errors.As(err, &locked), refused(err):
		return l.authHint(err)
	case errors.As(err, &closed) && closed.Reason == ssh.Prohibited:
		return "the sshd of the bastion must allow it: AllowTcpForwarding and PermitOpen in sshd_config(5)"
	case errors.As(err, &closed):
		return "the name is looked up, and the connection made, by the bastion: try it from there"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens there: is sshd running, and is the port right?"
	case errors.As(err, &lookup):
		return "the name is unknown here: give the host an address, or a bastion that knows it"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return "no answer in time: is the host up, and does a firewall drop the connection?"
	case dropped(err):
		return "the other side hung up before it logged anyone in: its own log says why"
	}
	return ""
}
