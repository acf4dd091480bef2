package sshx

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/inventory"
)

// moment is how times are told.
const moment = "2006-01-02 15:04:05 MST"

// CertificateError says that the certificate in a file does not count now.
type CertificateError struct {
	File        string
	From, Until time.Time // zero where it has no such bound
	Early       bool      // it does not count yet; otherwise it has expired
}

func (e *CertificateError) Error() string {
	if e.Early {
		return fmt.Sprintf("the certificate %s counts only from %s on", e.File, e.From.Format(moment))
	}
	return fmt.Sprintf("the certificate %s has expired on %s", e.File, e.Until.Format(moment))
}

func (e *CertificateError) hint() string {
	if e.Early {
		return "is the clock of this machine right? Otherwise have another certificate signed"
	}
	return fmt.Sprintf("have it signed anew, or, if the host knows the key itself, move %s away", e.File)
}

// lapsed returns why the key's certificate does not count, or nil.
func (k *key) lapsed(now time.Time) *CertificateError {
	if k.certificate == nil {
		return nil
	}
	e := &CertificateError{File: k.file + "-cert.pub"}
	if seconds := k.certificate.ValidAfter; seconds > 0 {
		e.From = time.Unix(int64(min(seconds, farFuture)), 0).UTC()
	}
	if seconds := k.certificate.ValidBefore; seconds != ssh.CertTimeInfinity {
		e.Until = time.Unix(int64(min(seconds, farFuture)), 0).UTC()
	}
	e.Early = now.Before(e.From)
	if e.Early || !e.Until.IsZero() && !now.Before(e.Until) {
		return e
	}
	return nil
}

// farFuture is the year 9999, in seconds. A certificate may say more than a
// calendar can.
const farFuture = 253402300799

// hopeless returns the first certificate that does not count, if there is no
// other way in: a key that has been given a certificate is not known to hosts
// by itself. The default keys are not meant for any host in particular.
func (l *login) hopeless(now time.Time) error {
	if l.authority != nil || l.password != "" || !l.keysOnly {
		return nil
	}
	for _, k := range l.keys {
		if k.lapsed(now) == nil {
			return nil
		}
	}
	return l.keys[0].lapsed(now)
}

// explain adds to the error of a login that was refused which certificates were
// not shown because they do not count.
func (l *login) explain(err error, now time.Time) error {
	if !refused(err) {
		return err
	}
	all := []error{err}
	for _, k := range l.keys {
		if e := k.lapsed(now); e != nil {
			all = append(all, e)
		}
	}
	if len(all) == 1 {
		return err
	}
	return &refusedError{all}
}

// refusedError is a refused login and what may be the cause.
type refusedError struct{ causes []error }

func (e *refusedError) Error() string {
	text := e.causes[0].Error()
	for _, cause := range e.causes[1:] {
		text += "; " + cause.Error()
	}
	return text
}

func (e *refusedError) Unwrap() []error { return e.causes }

// Check reports, without connecting anywhere, that no login to h, or to a
// bastion on the way to it, can succeed: its keys have certificates that do not
// count, and there is nothing else to log in with. The error is a
// [*CertificateError] then. What cannot be known yet, such as a key file that
// is still to be made, is left to Dial.
func (d *Dialer) Check(h inventory.Host) error {
	if h.Connection.Kind == inventory.Local {
		return nil
	}
	route, err := d.route(h)
	if err != nil {
		return nil // Dial says so
	}
	for _, h := range append(route, h) {
		if h.Connection.Authority != "" {
			continue // which is not asked for before it is needed
		}
		_, err := d.login(hop{host: h})
		if lapsed := (*CertificateError)(nil); errors.As(err, &lapsed) {
			return fmt.Errorf("host %s: %w; %s", h.Name, lapsed, lapsed.hint())
		}
	}
	return nil
}
