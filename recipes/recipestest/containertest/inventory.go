package containertest

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
)

// load returns the inventory of the test, with a way to each of its hosts, and
// that of the lab that has them as machines.
func load(t testing.TB, dir, hosts string) (known, lab *inventory.Inventory) {
	t.Helper()
	given := write(t, dir, "given", hosts)
	inv, err := inventory.Load(given)
	if err != nil {
		t.Fatal(err)
	}
	var ways, machines strings.Builder
	for i, h := range inv.Hosts() {
		fmt.Fprintf(&machines, "        %s: {}\n", h.Name)
		fmt.Fprintf(&ways, "    %s:\n      ansible_port: %d\n", h.Name, freePort(t))
		if !h.Address.IsValid() {
			fmt.Fprintf(&ways, "      hrun_address: 192.168.99.%d/24\n", i+1)
		}
		fmt.Fprintf(&ways, `      ansible_host: 127.0.0.1
      ansible_user: debian
      ansible_become: true
      hrun_ssh_ca: ssh-ca
      ansible_ssh_common_args: -o UserKnownHostsFile=%s/keys/known_hosts
`, dir)
	}
	way := write(t, dir, "ways.yaml", "all:\n  hosts:\n"+ways.String())
	if known, err = inventory.Load(given, way); err != nil {
		t.Fatal(err)
	}
	machine := write(t, dir, "lab.yaml", fmt.Sprintf(`all:
  children:
    hypervisors: {hosts: {this-machine: {ansible_connection: local, hrun_state: %s/state}}}
    machines:
      hosts:
%s`, dir, machines.String()))
	if lab, err = inventory.Load(given, way, machine); err != nil {
		t.Fatal(err)
	}
	return known, lab
}

func write(t testing.TB, dir, name, text string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// freePort returns a port of 127.0.0.1 that nobody listens at.
func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}
