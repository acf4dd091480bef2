package sshx_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/runner/transport/sshx"
)

// A certificate that does not count is found out before anything is contacted,
// where it is the only way in.
func TestLapsedCertificate(t *testing.T) {
	for validity, want := range map[string]string{
		"20260101000000Z:20260301120000Z": "-cert.pub has expired on 2026-03-01 12:00:00 UTC",
		"20990101000000Z:20990301120000Z": "-cert.pub counts only from 2099-01-01 00:00:00 UTC on",
		"20990101000000Z:forever":         "-cert.pub counts only from 2099-01-01 00:00:00 UTC on",
	} {
		w := newWorld(t)
		authority, _ := newKeyFile(t)
		keygen(t, "-s", authority, "-I", "tester", "-n", "tester", "-V", validity, w.keyFile+".pub")
		w.dialer.DialNetwork = func(_ context.Context, _, address string) (net.Conn, error) {
			t.Errorf("%s was contacted", address)
			return nil, errors.New("no")
		}
		h := w.host("node")
		err := w.fails(t, h)
		var lapsed *sshx.CertificateError
		if !errors.As(err, &lapsed) || err.Error() != "the certificate "+w.keyFile+want || err.Hint == "" {
			t.Errorf("%s: got %v (hint: %s)", validity, err, err.Hint)
		}
		for from, vias := range map[string][]string{"node": nil, "behind": {"node"}} {
			early := w.dialer.Check(w.host(from, vias...))
			if !errors.As(early, &lapsed) || !strings.Contains(early.Error(), "host node: the certificate "+w.keyFile+want) {
				t.Errorf("%s: checked: %v", validity, early)
			}
		}
	}
}

// Where there is another way in, it is taken; where that is refused, the
// certificate is named.
func TestLapsedCertificateBesideOthers(t *testing.T) {
	w := newWorld(t)
	authority, _ := newKeyFile(t)
	keygen(t, "-s", authority, "-I", "tester", "-n", "tester", "-V", "20260101000000Z:20260301120000Z", w.keyFile+".pub")
	w.outside["node:22"] = passwordServer(t, "password").address
	h := w.host("node")
	h.Connection.Password = "right"
	w.reaches(t, h)
	if err := w.dialer.Check(h); err != nil {
		t.Error(err)
	}
	h.Connection.Password = "wrong"
	err := w.fails(t, h)
	if !strings.Contains(err.Error(), "-cert.pub has expired on 2026-03-01 12:00:00 UTC") || !strings.Contains(err.Error(), "unable to authenticate") ||
		!strings.Contains(err.Hint, "have it signed anew") {
		t.Errorf("got %v (hint: %s)", err, err.Hint)
	}
}

// A certificate that does not count is not shown: each key that is refused
// counts against MaxAuthTries.
func TestLapsedCertificateIsNotShown(t *testing.T) {
	w := newWorld(t)
	authority, _ := newKeyFile(t)
	keygen(t, "-s", authority, "-I", "tester", "-n", "tester", "-V", "20260101000000Z:20260301120000Z", w.keyFile+".pub")
	second, public := newKeyFile(t)
	var shown []string
	w.outside["node:22"] = newServer(t, func(s *server) {
		s.config.PublicKeyCallback = func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			shown = append(shown, key.Type())
			if !same(key, public) {
				return nil, errors.New("unknown key")
			}
			return nil, nil
		}
	}).address
	h := w.host("node")
	h.Connection.KeyFiles = append(h.Connection.KeyFiles, second)
	w.reaches(t, h)
	if strings.Contains(strings.Join(shown, " "), "cert") {
		t.Errorf("shown: %v", shown)
	}
	w.dialer.Now = func() time.Time { return time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC) }
	shown = nil
	w.reaches(t, h)
	if shown[0] != ssh.CertAlgoED25519v01 {
		t.Errorf("shown while it counts: %v", shown)
	}
}

// Check says nothing of what may still be made.
func TestCheckLeavesTheRestToDial(t *testing.T) {
	w := newWorld(t)
	h := w.host("node", "not-in-the-inventory")
	if err := w.dialer.Check(h); err != nil {
		t.Error(err)
	}
	h = w.host("node")
	h.Connection.KeyFiles = []string{"/nonexistent/key"}
	if err := w.dialer.Check(h); err != nil {
		t.Error(err)
	}
}
