package sshx_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/crypto/ssh"
)

// sshd is the real OpenSSH, one process a connection, without a port.
type sshd struct {
	config string
	user   string

	mu  sync.Mutex
	log strings.Builder
}

// newSSHD configures an sshd that knows the host key in keyFile and lets in
// what the lines say.
func newSSHD(t *testing.T, keyFile string, lines ...string) *sshd {
	t.Helper()
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		// Where sshd drops its privileges to; the package's service makes it.
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
			t.Fatal(err)
		}
	}
	lines = append([]string{
		"HostKey " + keyFile,
		"StrictModes no",
		"UsePAM no",
		"PermitRootLogin yes",
		"PidFile none",
		"Subsystem sftp internal-sftp",
		"SetEnv HOME=" + t.TempDir(), // what the account's own files do at login is none of the tests' business
	}, lines...)
	d := &sshd{config: filepath.Join(t.TempDir(), "sshd_config"), user: me.Username}
	if err := os.WriteFile(d.config, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			d.mu.Lock()
			defer d.mu.Unlock()
			t.Logf("sshd said:\n%s", d.log.String())
		}
	})
	return d
}

// Write takes what sshd logs.
func (d *sshd) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.log.Write(p)
}

// dial starts an sshd on one end of a socket pair and returns the other.
func (d *sshd) dial(t *testing.T) (net.Conn, error) {
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	ours, theirs := os.NewFile(uintptr(pair[0]), "ours"), os.NewFile(uintptr(pair[1]), "theirs")
	defer ours.Close()
	defer theirs.Close()
	conn, err := net.FileConn(ours)
	if err != nil {
		return nil, err
	}
	ended, err := d.start(theirs)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	t.Cleanup(func() {
		_ = conn.Close()
		<-ended
	})
	return conn, nil
}

// start starts an sshd on this end of a connection. The channel is closed when
// it has ended.
func (d *sshd) start(end *os.File) (<-chan struct{}, error) {
	cmd := exec.Command("/usr/sbin/sshd", "-i", "-e", "-f", d.config)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = end, end, d
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(ended)
	}()
	return ended, nil
}

// listen has an sshd answer on a port of the loopback interface, which it
// returns.
func (d *sshd) listen(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			end, err := conn.(*net.TCPConn).File()
			_ = conn.Close()
			if err != nil {
				t.Errorf("listen: %v", err)
				return
			}
			ended, err := d.start(end)
			_ = end.Close()
			if err != nil {
				t.Errorf("listen: %v", err)
				return
			}
			running.Go(func() { <-ended })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		running.Wait()
	})
	return listener.Addr().(*net.TCPAddr).Port
}

// admit adds an sshd to the world, under an address.
func (w *world) admit(t *testing.T, address string, d *sshd) {
	others := w.dialer.DialNetwork
	w.dialer.DialNetwork = func(ctx context.Context, network, to string) (net.Conn, error) {
		if to == address {
			return d.dial(t)
		}
		return others(ctx, network, to)
	}
}

// authorizedKeys writes a file for AuthorizedKeysFile.
func authorizedKeys(t *testing.T, keys ...ssh.PublicKey) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "authorized_keys")
	var text strings.Builder
	for _, key := range keys {
		_, _ = fmt.Fprintf(&text, "%s", ssh.MarshalAuthorizedKey(key))
	}
	if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}
