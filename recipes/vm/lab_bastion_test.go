//go:build lab

package vm_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/labtest"
)

// The machines let in who has a certificate, and nobody else: no key is
// authorized on any of them.
func TestLabBastion(t *testing.T) {
	b := newBenchOf(t, "vmbastion", `busybox: {ansible_host: 127.0.0.1, ansible_port: 22841, hrun_address: 192.168.4.30/27},
        node01: {hrun_via: busybox, hrun_address: 192.168.4.21/27}`)
	b.up(t)
	if c := b.up(t); c.Changed != 0 {
		t.Errorf("a second run changes %d tasks", c.Changed)
	}
	key, err := labtest.Login(b.dir, "debian")
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(b.dir, "ssh_config")
	text := fmt.Sprintf(`Host *
  User debian
  IdentityFile %[1]s
  IdentitiesOnly yes
  UserKnownHostsFile %[2]s/.hrun/known_hosts
  StrictHostKeyChecking yes
  BatchMode yes
Host busybox
  HostName 127.0.0.1
  Port 22841
Host node01
  ProxyCommand ssh -F %[3]s -W %%h:%%p busybox
`, key, b.dir, config)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	ssh := func(args ...string) (string, error) {
		out, err := exec.CommandContext(t.Context(), "ssh", append([]string{"-F", config}, args...)...).CombinedOutput()
		return string(out), err
	}
	if out, err := ssh("node01", "hostname -f; ping -c 1 -W 2 busybox >/dev/null && echo meets the bastion"); err != nil || out != "node01.kube.demo\nmeets the bastion\n" {
		t.Errorf("with the certificate: %v: %s", err, out)
	}
	for _, machine := range []string{"busybox", "node01"} {
		out, err := ssh(machine, `sudo find / -xdev -path '*/.ssh/*' -name 'authorized_keys*' -size +0; sudo sshd -T | grep -E '^(passwordauthentication|kbdinteractiveauthentication|trustedusercakeys) '`)
		want := "passwordauthentication no\nkbdinteractiveauthentication no\ntrustedusercakeys /etc/ssh/ca.pub\n"
		if err != nil || out != want {
			t.Errorf("%s lets in: %v: %s", machine, err, out)
		}
	}
	if err := os.Remove(key + "-cert.pub"); err != nil {
		t.Fatal(err)
	}
	for machine, refused := range map[string]string{"busybox": "Permission denied (publickey)", "node01": "Permission denied (publickey)"} {
		if out, err := ssh(machine, "true"); err == nil || !strings.Contains(out, refused) {
			t.Errorf("%s without the certificate: %v: %s", machine, err, out)
		}
	}
}
