package cli_test

import (
	"crypto/ed25519"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/hrun-dev/hrun/recipes/sshca"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// TestSSHScripts runs the scripts that need a host with the real sshd, which
// trusts the authority in .hrun/secrets/ssh-ca.
func TestSSHScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/ssh",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
		Setup: func(env *testscript.Env) error {
			secret := strings.Repeat("\x01\xfe", ed25519.SeedSize/2)
			authority, err := sshca.NewAuthority(sh.NewSecret(secret))
			if err != nil {
				return err
			}
			if err := os.MkdirAll(filepath.Join(env.WorkDir, ".hrun/secrets"), 0o700); err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(env.WorkDir, ".hrun/secrets/ssh-ca"), []byte(secret), 0o600); err != nil {
				return err
			}
			env.Setenv("SSH_AUTH_SOCK", "")
			env.Setenv("SSHPORT", strconv.Itoa(listen(t, authority.PublicKey())))
			if err := setup(env); err != nil {
				return err
			}
			hosts := filepath.Join(env.WorkDir, "hosts.yaml")
			text, err := os.ReadFile(hosts)
			if err != nil {
				return err
			}
			return os.WriteFile(hosts, []byte(strings.ReplaceAll(string(text), "$SSHPORT", env.Getenv("SSHPORT"))), 0o600)
		},
	})
}

// listen has the real sshd answer on a port of the loopback interface, one
// process a connection. It trusts the authority alone.
func listen(t *testing.T, authority string) int {
	t.Helper()
	dir := t.TempDir()
	key, config := filepath.Join(dir, "key"), filepath.Join(dir, "sshd_config")
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text := "HostKey " + key + "\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPidFile none\nAuthorizedKeysFile none\nTrustedUserCAKeys " + key + ".ca\nSetEnv HOME=" + dir + "\n"
	for file, body := range map[string]string{config: text, key + ".ca": authority} {
		if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll("/run/sshd", 0o755); err != nil { // the package's service makes it
		t.Fatal(err)
	}
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
			running.Go(func() {
				defer end.Close()
				cmd := exec.Command("/usr/sbin/sshd", "-i", "-e", "-f", config)
				cmd.Stdin, cmd.Stdout = end, end
				_ = cmd.Run() // its status is that of a login, which may be refused
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		running.Wait()
	})
	return listener.Addr().(*net.TCPAddr).Port
}
