//go:build lab

package vm_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A node behind a bastion lets in who has a certificate, and nobody else.
func TestLabBastion(t *testing.T) {
	b := newBenchOf(t, "vmbastion", `busybox: {ansible_host: 127.0.0.1, ansible_port: 22841, hrun_address: 192.168.4.30/27},
        node01: {hrun_via: busybox, hrun_address: 192.168.4.21/27}`)
	b.params.Certificates = true
	b.up(t)
	if c := b.up(t); c.Changed != 0 {
		t.Errorf("a second run changes %d tasks", c.Changed)
	}
	keys, config := filepath.Join(b.dir, ".hrun"), filepath.Join(b.dir, "ssh_config")
	text := fmt.Sprintf(`Host *
  User debian
  IdentityFile %[1]s/id_ed25519
  IdentitiesOnly yes
  UserKnownHostsFile %[1]s/known_hosts
  StrictHostKeyChecking yes
  BatchMode yes
Host busybox
  HostName 127.0.0.1
  Port 22841
Host node01
  ProxyCommand ssh -F %[2]s -W %%h:%%p busybox
`, keys, config)
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
	if err := os.Rename(keys+"/id_ed25519-cert.pub", keys+"/elsewhere"); err != nil {
		t.Fatal(err)
	}
	if out, err := ssh("node01", "true"); err == nil || !strings.Contains(out, "Permission denied") {
		t.Errorf("without it: %v: %s", err, out)
	}
	if out, err := ssh("busybox", "hostname"); err != nil || out != "busybox\n" {
		t.Errorf("the bastion knows the key itself: %v: %s", err, out)
	}
}
