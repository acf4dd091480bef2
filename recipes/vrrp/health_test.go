package vrrp

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// listener accepts connections at a free port of this machine.
func listener(t *testing.T) (port int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l.Addr().(*net.TCPAddr).Port
}

// closed returns a port at which nobody listens.
func closed(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}

func TestHealth(t *testing.T) {
	const (
		here      = `echo "2: eno1    inet 127.0.0.1/8 scope global eno1"`
		elsewhere = `echo "2: eno1    inet 192.168.1.9/24 scope global eno1"`
		active    = "exit 0"
		stopped   = `case $* in *keepalived) exit 3 ;; esac`
	)
	open, shut := listener(t), closed(t)
	for _, c := range []struct {
		name          string
		port          int
		ip, systemctl string
		restart       bool
		status        int
		want          string
	}{
		{"holder", open, here, active, false, 0, "this node holds 127.0.0.1, which accepts connections at port"},
		{"other node", open, elsewhere, active, false, 0, "another node holds 127.0.0.1, which accepts"},
		{"keepalived is stopped", open, elsewhere, stopped, false, 1, "keepalived does not run"},
		{"nobody listens", shut, here, active, false, 1, "haproxy accepts no connections at 127.0.0.1"},
		{"nobody listens here", shut, here, active, false, 1, "this node holds 127.0.0.1, and nothing accepts connections there"},
		{"nobody holds it", shut, elsewhere, active, false, 1, "which this node does not hold"},
		{"restart", shut, here, active, true, 1, "haproxy is restarted"},
		{"could not look", open, "exit 1", active, false, 1, "ip does not say which addresses"},
		{"could not look, and nobody listens", shut, "exit 1", active, false, 1, "nothing accepts connections at 127.0.0.1:" + strconv.Itoa(shut) + "\n"},
	} {
		r := Recipe{Port: c.port, Health: Health{Restart: c.restart}}.Settled()
		body, err := r.script()
		if err != nil {
			t.Fatal(err)
		}
		body = strings.Replace(body, "vip=192.168.1.100", "vip=127.0.0.1", 1)
		h := taskstest.NewHost(t, "dash", map[string]string{"ip": c.ip, "systemctl": `echo "$*" >>"$ROOT/asked"; ` + c.systemctl})
		if err := os.WriteFile(filepath.Join(h.Root, "health"), []byte(body), 0o755); err != nil {
			t.Fatal(err)
		}
		got := h.Run(sh.Cmd("bash", filepath.Join(h.Root, "health")))
		if got.Status != c.status || !strings.Contains(got.Stdout, c.want) || got.Stderr != "" {
			t.Errorf("%s: status %d, printed %q, %q", c.name, got.Status, got.Stdout, got.Stderr)
		}
		asked, err := os.ReadFile(filepath.Join(h.Root, "asked"))
		if err != nil || strings.Contains(string(asked), "restart haproxy") != c.restart {
			t.Errorf("%s: asked %q, %v", c.name, asked, err)
		}
	}
}

// Where haproxy listens on the VIP alone, it is not asked elsewhere.
func TestHealthAsksWhereHaproxyListens(t *testing.T) {
	for bind, want := range map[string]string{
		"": "127.0.0.1", ":6443": "127.0.0.1", "0.0.0.0:6443": "127.0.0.1", "[::]:6443": "::1",
		"192.168.1.100:6443": "", "192.168.1.9:6443": "192.168.1.9",
	} {
		r := Recipe{}
		r.Proxy.Bind = bind
		body, err := r.Settled().script()
		if err != nil || !strings.Contains(body, "port="+strconv.Itoa(6443)+" listens="+want+"\n") {
			t.Errorf("%q: %v\n%s", bind, err, body)
		}
	}
}

// bytes is a keeper of one secret.
type bytes string

func (b bytes) Secret(string, int) (sh.Secret, error) { return sh.NewSecret(string(b)), nil }

func TestPassword(t *testing.T) {
	for given, want := range map[string]string{
		"\x00\x01\x02\x03\x04\x05\x06\x07\x08": "ABCDEFGH",
		"\xf8\xff\x3e\x3d\xf7\x00AAAAAAAA":     "A99ADDDD",
	} {
		if got, err := password(bytes(given)); err != nil || got.Reveal() != want {
			t.Errorf("%q makes %q, %v", given, got.Reveal(), err)
		}
	}
	if _, err := password(bytes("1234567")); err == nil {
		t.Error("7 bytes make a password")
	}
}
