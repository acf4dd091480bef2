package labtest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// On runs a script as root on a machine, by OpenSSH and not by hrun, so that
// what a test sees does not depend on what it tests. It must succeed.
func (l *Lab) On(t testing.TB, machine, script string) string {
	t.Helper()
	out, err := l.Try(t, machine, script)
	if err != nil {
		t.Fatalf("%s: %s: %v\n%s", machine, script, err, out)
	}
	return out
}

// Try is as On, for a script that may fail.
func (l *Lab) Try(t testing.TB, machine, script string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "ssh", "-F", l.sshConfig(t), machine, "sudo", "sh", "-s")
	cmd.Stdin = strings.NewReader(script)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// sshConfig writes the file for ssh once. A connection is kept for a while, but
// not through a crash: the keepalives end it.
func (l *Lab) sshConfig(t testing.TB) string {
	t.Helper()
	path := l.Beside("ssh_config")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	key, err := Login(l.Dir, "debian")
	if err != nil {
		t.Fatal(err)
	}
	config := fmt.Sprintf(`Host busybox
  HostName 127.0.0.1
  Port %[3]s
  ProxyCommand none
Host *
  User debian
  IdentityFile %[1]s
  IdentitiesOnly yes
  UserKnownHostsFile %[2]s/.hrun/known_hosts
  StrictHostKeyChecking yes
  LogLevel ERROR
  ConnectTimeout 10
  ServerAliveInterval 2
  ServerAliveCountMax 2
  ControlMaster auto
  ControlPath %[2]s/%%n
  ControlPersist 30
  ProxyCommand ssh -F %[4]s -W %%h:%%p busybox
`, key, l.Dir, l.Port, path)
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
