package qdevice

import (
	"crypto/x509"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// credentials are made of a secret of one repeated byte, and valid for a day.
func credentials(t testing.TB, secret string, now time.Time) Credentials {
	t.Helper()
	a, err := NewAuthority(sh.NewSecret(strings.Repeat(secret, 32)))
	if err != nil {
		t.Fatal(err)
	}
	return Credentials{Authority: a, Valid: 24 * time.Hour, Now: now}
}

// node returns the database of a node.
func node(t testing.TB, directory, name, secret string, now time.Time) database {
	t.Helper()
	d, err := credentials(t, secret, now).database(database{Directory: directory, Nick: nodeNick, Trust: nodeTrust}, "haproxy-cluster", "node "+name)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Hosts are given their certificates in runs of their own, and a saved plan is
// carried out later: all of them mean the same bytes.
func TestEqualInputGivesEqualBytes(t *testing.T) {
	a, b := node(t, "/x", "hapx-node01", "\x01", noon), node(t, "/x", "hapx-node01", "\x01", noon.Add(59*time.Minute))
	if !a.Authority.Equal(b.Authority) || !a.Certificate.Equal(b.Certificate) || a.Bundle.Reveal() != b.Bundle.Reveal() {
		t.Error("two builds within the hour differ")
	}
	for name, other := range map[string]database{
		"an hour later":  node(t, "/x", "hapx-node01", "\x01", noon.Add(time.Hour)),
		"another node":   node(t, "/x", "hapx-node02", "\x01", noon),
		"another secret": node(t, "/x", "hapx-node01", "\x02", noon),
	} {
		if a.Certificate.Equal(other.Certificate) || a.Bundle.Reveal() == other.Bundle.Reveal() || a.Certificate.SerialNumber.Cmp(other.Certificate.SerialNumber) == 0 {
			t.Errorf("%s: the certificate is the same", name)
		}
	}
}

// Go's own verification takes the certificate for both sides of TLS, and nobody
// else's.
func TestCertificateIsOfTheAuthority(t *testing.T) {
	ours, other := node(t, "/x", "hapx-node01", "\x01", noon), node(t, "/x", "hapx-node01", "\x02", noon)
	for _, usage := range []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth} {
		verify := func(by *x509.Certificate, at time.Time) error {
			roots := x509.NewCertPool()
			roots.AddCert(by)
			_, err := ours.Certificate.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{usage}})
			return err
		}
		if err := verify(ours.Authority, noon.Add(-30*time.Minute)); err != nil {
			t.Errorf("a clock that is half an hour late: %v", err)
		}
		if verify(other.Authority, noon) == nil || verify(ours.Authority, noon.Add(25*time.Hour)) == nil {
			t.Error("another authority's certificate counts, or one that has ended")
		}
	}
}

func TestSecretsAreRefused(t *testing.T) {
	if _, err := NewAuthority(sh.NewSecret("tiny")); err == nil || strings.Contains(err.Error(), "\"tiny\"") {
		t.Errorf("a secret of four bytes: %v", err)
	}
	if _, err := Kept(nil); err == nil {
		t.Error("there is an authority without a secret")
	}
	if _, err := (Credentials{}).database(database{}, "x", "y"); err == nil {
		t.Error("there is a certificate without an authority")
	}
}

func TestSettingsAreRefused(t *testing.T) {
	for want, s := range map[string]Settings{
		"a certificate for 1m0s":  {Valid: time.Minute},
		"timeouts of 1s and 3s":   {Timeout: time.Second},
		"timeouts of 10s and 5s":  {Timeout: 10 * time.Second, SyncTimeout: 5 * time.Second},
		"timeouts of 3s and 5m0s": {SyncTimeout: 5 * time.Minute},
	} {
		if err := s.WithDefaults(3 * time.Second).Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if err := (Settings{}).WithDefaults(3 * time.Second).Validate(); err != nil {
		t.Error(err)
	}
}
