package sshx

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/melbahja/goph"
	"golang.org/x/crypto/ssh"
)

// methods returns the ways to log in, the likeliest first: each that the host
// refuses costs round trips, and counts against its MaxAuthTries. What was
// given for this host is likelier than the keys that everyone has.
func (l *login) methods(agent *agentConn) []ssh.AuthMethod {
	keys := ssh.PublicKeysCallback(func() ([]ssh.Signer, error) { return l.signers(agent) })
	if l.password == "" {
		return []ssh.AuthMethod{keys}
	}
	passwords := goph.KeyboardInteractive(l.password) // and the plain method, too
	if l.keysOnly {
		return append([]ssh.AuthMethod{keys}, passwords...)
	}
	return append(passwords, keys)
}

// signers returns the keys in the order in which ssh(1) offers them: those
// that lie both in a file and in the agent, the agent's others, the other
// files. A certificate goes before its key, and one that is made for this login
// before all.
func (l *login) signers(agent *agentConn) ([]ssh.Signer, error) {
	now := l.now()
	var made, held []ssh.Signer
	var agentErr error
	if l.authority != nil {
		signer, err := l.authority.issue(l.user, now)
		if err != nil {
			return nil, err
		}
		made = []ssh.Signer{signer}
	}
	if !l.keysOnly || slices.ContainsFunc(l.keys, func(k *key) bool { return k.signer == nil }) {
		held, agentErr = agent.signers()
	}
	var both, files []ssh.Signer
	locked := &lockedError{}
	for _, k := range l.keys {
		i := slices.IndexFunc(held, k.belongsTo)
		switch {
		case i >= 0:
			both = append(both, k.withCertificate(held[i], now)...)
			held = slices.Delete(held, i, i+1)
		case k.signer != nil:
			files = append(files, k.withCertificate(k.signer, now)...)
		case k.locked:
			locked.files = append(locked.files, k.file)
		}
	}
	if l.keysOnly {
		held = nil
	}
	all := slices.Concat(made, both, held, files)
	if len(all) > 0 {
		return all, nil
	}
	if len(locked.files) > 0 {
		return nil, locked
	}
	return nil, agentErr
}

// lockedError says that there are only keys that need a passphrase.
type lockedError struct{ files []string }

func (e *lockedError) Error() string {
	return fmt.Sprintf("the key %s is protected by a passphrase", strings.Join(e.files, ", "))
}

// authHint says what was offered, for a person whose login was refused.
func (l *login) authHint(err error) string {
	var locked *lockedError
	if errors.As(err, &locked) {
		return "load it into the agent: ssh-add " + strings.Join(locked.files, " ")
	}
	now := l.now()
	var hints, offered []string
	if l.authority != nil {
		hints = append(hints, l.authority.hint(l.user, now))
		offered = append(offered, "a certificate")
	}
	for _, k := range l.keys {
		if e := k.lapsed(now); e != nil {
			hints = append(hints, e.hint())
		}
		switch {
		case k.locked:
			offered = append(offered, k.file+" (only if the agent holds it: it needs a passphrase)")
		default:
			offered = append(offered, k.file)
		}
	}
	if l.agentSocket != "" && !l.keysOnly {
		offered = append(offered, "the keys of the agent")
	}
	if l.password != "" {
		offered = append(offered, "a password")
	}
	if len(offered) == 0 {
		return "there is no key and no password to offer: name a key file, start an agent, or give a password"
	}
	return strings.Join(append(hints, fmt.Sprintf("offered to user %s: %s", l.user, strings.Join(offered, ", "))), "; ")
}
