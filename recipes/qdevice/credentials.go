package qdevice

import (
	"cmp"
	"fmt"
	"time"
)

// Credentials are what arbiter and nodes prove by who they are.
type Credentials struct {
	Authority Authority
	Valid     time.Duration // of a new certificate; at least an hour, default a year
	Now       time.Time     // default: when the play is built
}

// database returns the one with the certificate for a purpose. It is dated to
// the 24th part of its time, so that a plan that is saved and the run that
// carries it out soon after mean the same bytes.
func (c Credentials) database(d database, commonName, purpose string) (database, error) {
	if c.Authority.key == nil {
		return d, fmt.Errorf("qdevice: no authority is given that could sign the certificate of %s", purpose)
	}
	valid, now := cmp.Or(c.Valid, Settings{}.WithDefaults(0).Valid), c.Now
	if now.IsZero() {
		now = time.Now()
	}
	now = now.UTC().Truncate(time.Second)
	issued := now.Truncate(valid / 24)
	key, err := derive(c.Authority.secret, purpose)
	if err != nil {
		return d, fmt.Errorf("qdevice: %w", err)
	}
	d.Authority, d.Now, d.Least = c.Authority.own, now, now.Add(valid/3)
	if d.Certificate, err = c.Authority.issue(commonName, key, issued.Add(-valid/24), issued.Add(valid)); err != nil {
		return d, fmt.Errorf("qdevice: %w", err)
	}
	d.Bundle, err = bundle(key, d.Certificate)
	return d, err
}
