//go:build lab

package vm_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/sshca"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// far is a hypervisor that is reached by SSH, and a machine on it that is
// reached through it: both addresses are those of the hypervisor's loopback.
const far = `all:
  hosts: {desk: {ansible_connection: local, hrun_state: %[1]s/desk}}
  children:
    hypervisors: {hosts: {far: {ansible_host: 127.0.0.1, ansible_port: %[2]d, ansible_user: root, hrun_state: %[1]s/owed, ansible_ssh_private_key_file: %[1]s/operator}}}
    machines:
      hosts: {%[3]s: {hrun_via: far, ansible_host: 127.0.0.1, ansible_port: 22844, hrun_address: 192.168.4.1/27, ansible_user: debian, hrun_ssh_ca: ssh-ca}}
  vars:
    ansible_ssh_common_args: -o UserKnownHostsFile=.hrun/known_hosts
`

// Machines are made on another host, and reached through it.
func TestLabRemoteHypervisor(t *testing.T) {
	const port = 22843
	b := &bench{dir: t.TempDir()}
	startServer(t, b.dir, port)
	b.load(t, "vmremote", fmt.Sprintf(far, b.dir, port, node))
	if c := b.up(t); c.Changed == 0 {
		t.Error("the hypervisor has done nothing")
	}
	if c := b.up(t); c.Changed != 0 || c.Trips > 1 {
		t.Errorf("a second run changes %d tasks in %d trips", c.Changed, c.Trips)
	}
	b.down(t)
	if c := b.up(t); c.Changed == 0 {
		t.Error("nothing was removed")
	}
}

// startServer runs an sshd on 127.0.0.1 with keys of its own, as the far
// hypervisor, until the test ends.
func startServer(t *testing.T, dir string, port int) {
	t.Helper()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	pair := func(purpose string) sshca.KeyPair {
		pair, err := sshca.DeriveKey(sh.NewSecret("a secret of the test "+dir), purpose)
		if err != nil {
			t.Fatal(err)
		}
		return pair
	}
	host, operator := pair("host"), pair("operator")
	write("operator", operator.Private.Reveal())
	write(".hrun/known_hosts", fmt.Sprintf("[127.0.0.1]:%d,[far]:%[1]d %s", port, host.Public))
	config := write("sshd_config", fmt.Sprintf("ListenAddress 127.0.0.1:%d\nHostKey %s\nAuthorizedKeysFile %s\nPidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPasswordAuthentication no\n",
		port, write("host_key", host.Private.Reveal()), write("authorized_keys", operator.Public)))
	// The directory that a session of sshd is confined to at first.
	if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(filepath.Join(dir, "sshd.log"))
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command("/usr/sbin/sshd", "-D", "-e", "-f", config)
	server.Stderr = log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
		_ = log.Close()
	})
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			_ = conn.Close()
			return
		}
		if time.Now().After(end) {
			t.Fatalf("sshd does not listen: %v", err)
		}
	}
}
