package sshx_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/runner/transport"
)

// offers has an sshd's configuration say something else of the subsystem.
func (d *sshd) offers(t *testing.T, line string) {
	t.Helper()
	config, err := os.ReadFile(d.config)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(config), "Subsystem sftp internal-sftp", line, 1)
	if err := os.WriteFile(d.config, []byte(changed), 0o600); err != nil || changed == string(config) {
		t.Fatalf("the configuration is as it was: %v", err)
	}
}

// The real sshd, without the subsystem, or with one whose program is not
// installed or says nothing. Where the connection breaks, that says nothing
// about what the host offers.
func TestUploadWithoutSFTP(t *testing.T) {
	for name, c := range map[string]struct {
		line   string
		breaks bool
	}{
		"none":    {"", false},
		"missing": {"Subsystem sftp /usr/lib/no-such-sftp-server", false},
		"mute":    {"Subsystem sftp /bin/true", false},
		"breaks":  {"Subsystem sftp kill -9 $PPID", true}, // the sshd of the connection
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			hostKey, _ := newKeyFile(t)
			d := newSSHD(t, hostKey, "AuthorizedKeysFile "+authorizedKeys(t, w.key))
			d.offers(t, c.line)
			w.admit(t, "node:22", d)
			node := w.host("node")
			node.Connection.User = d.user
			conn, err := w.dial(t, node)
			if err != nil {
				t.Fatal(err)
			}
			body := strings.NewReader("body")
			path, err := conn.Upload(t.Context(), body)
			if err == nil || errors.Is(err, transport.ErrNoSFTP) == c.breaks || path != "" {
				t.Errorf("got %q, %v", path, err)
			}
			if body.Len() != 4 {
				t.Error("the body was read")
			}
			if _, err := conn.Shell(t.Context()); (err != nil) != c.breaks {
				t.Errorf("a shell afterwards: %v", err)
			}
		})
	}
}
