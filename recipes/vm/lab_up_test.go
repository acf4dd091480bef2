//go:build lab

package vm_test

import (
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm"
)

func TestLabUp(t *testing.T) {
	b := newBench(t, "vmup", 22831)
	b.params.Networks = []vm.Network{{Name: "ring1", NIC: "enp0s8", Addresses: map[string]netip.Prefix{node: netip.MustParsePrefix("10.0.0.1/24")}}}
	b.up(t)
	for command, want := range map[string]string{
		"hostname -f":                      node + ".kube.demo",
		"getent hosts " + node:             "192.168.4.1     " + node + ".kube.demo " + node,
		"sudo -n id -u":                    "0",
		"systemctl is-system-running":      "running",
		"ip -br -4 addr show enp0s3.41":    "192.168.4.1/27",
		"ip -br -4 addr show enp0s8":       "10.0.0.1/24",
		"ip route show default | wc -l":    "0",
		"cat /etc/ssh/ca.pub":              "ssh-ed25519 ",
		"date +%Z":                         "UTC",
		"sudo sshd -T | grep -i ^password": "passwordauthentication no",
	} {
		if got := b.must(t, command); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", command, got, want)
		}
	}
	if c := b.up(t); c.Changed != 0 || c.Trips > 2 {
		t.Errorf("a second run changes %d tasks in %d trips", c.Changed, c.Trips)
	}
}

// Packages can be installed although nothing leads out of the machine.
func TestLabPackages(t *testing.T) {
	b := newBench(t, "vmpackages", 22832)
	b.up(t)
	b.must(t, "sudo apt-get -q update && sudo DEBIAN_FRONTEND=noninteractive apt-get -q -y install haproxy")
	if got := b.must(t, "systemctl is-active haproxy"); got != "active" {
		t.Errorf("haproxy is %s", got)
	}
}

// A reboot is carried out, and the way in is the same after it.
func TestLabReboot(t *testing.T) {
	b := newBench(t, "vmreboot", 22833)
	b.up(t)
	before := b.must(t, "cat /proc/sys/kernel/random/boot_id; echo kept >data")
	if out, err := b.ssh(t, "sudo systemctl reboot"); err != nil {
		t.Logf("the connection ends with the machine: %v: %s", err, out)
	}
	b.eventually(t, func() bool {
		out, err := b.ssh(t, "cat /proc/sys/kernel/random/boot_id")
		return err == nil && out != before
	})
	b.up(t)
	if got := b.must(t, "cat data; ip -br -4 addr show enp0s3.41"); !strings.Contains(got, "kept") || !strings.Contains(got, "192.168.4.1/27") {
		t.Errorf("after the reboot: %s", got)
	}
}

// Whatever of a machine is killed, the next run brings it back with its data.
func TestLabKilled(t *testing.T) {
	b := newBench(t, "vmkilled", 22834)
	b.up(t)
	b.must(t, "echo kept >data; sudo ip addr add 192.168.4.30/27 dev enp0s3.41; sync")
	machine, forward := "machine/"+node, "forward/22834-"+node
	for _, c := range []struct{ name, killed, ends string }{
		{"nspawn", machine + "/supervisor", machine},
		{"init", machine + "/payload/init.scope", machine},
		{"keeper", machine, machine},
		{"forward", forward, forward},
	} {
		t.Run(c.name, func(t *testing.T) {
			b.kill(t, c.killed)
			b.eventually(t, func() bool { return len(b.processes(t, c.ends)) == 0 })
			if c, err := b.check(t); err != nil || c.Planned == 0 {
				t.Errorf("check plans %d changes, error %v", c.Planned, err)
			}
			if c := b.up(t); c.Changed == 0 {
				t.Error("nothing was done")
			}
			if got := b.must(t, "cat data"); got != "kept" {
				t.Errorf("the data is %q", got)
			}
			if c := b.up(t); c.Changed != 0 {
				t.Errorf("a second run changes %d tasks", c.Changed)
			}
		})
	}
	if got := b.must(t, "ip -br -4 addr"); strings.Contains(got, "192.168.4.30") {
		t.Errorf("an address survived the crash: %s", got)
	}
}

// kill sends SIGKILL to the processes of a control group, not to those of the
// groups below it.
func (b *bench) kill(t *testing.T, group string) {
	t.Helper()
	pids := b.processes(t, group)
	if len(pids) == 0 {
		t.Fatalf("%s has no process", group)
	}
	for _, pid := range pids {
		if err := exec.Command("kill", "-KILL", strconv.Itoa(pid)).Run(); err != nil {
			t.Fatal(err)
		}
	}
}

// processes returns those of a control group itself.
func (b *bench) processes(t *testing.T, group string) (pids []int) {
	t.Helper()
	tree := "/sys/fs/cgroup/systemd"
	if _, err := os.Stat(tree); err != nil {
		tree = "/sys/fs/cgroup"
	}
	list, err := os.ReadFile(filepath.Join(tree, "hrun", b.params.Lab, group, "cgroup.procs"))
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range strings.Fields(string(list)) {
		pid, err := strconv.Atoi(word)
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	return pids
}

// Down leaves nothing, whatever was there: also not of a lab that is broken.
func TestLabDown(t *testing.T) {
	b := newBench(t, "vmdown", 22835)
	b.up(t)
	b.kill(t, "machine/"+node) // the keeper; the container goes on
	b.down(t)
	left := func(format string, args ...any) string {
		out, err := exec.Command("sh", "-c", fmt.Sprintf(format, args...)).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return string(out)
	}
	for what, got := range map[string]string{
		"groups":     left("for g in /sys/fs/cgroup/hrun/vmdown* /sys/fs/cgroup/*/hrun/vmdown*; do [ ! -e \"$g\" ] || echo \"$g\"; done"),
		"namespaces": left("ip netns list | grep hrun-vmdown- | cat"),
		"mounts":     left("grep -F %s /proc/self/mountinfo | cat", b.dir),
		"files":      left("find %s -mindepth 1", b.params.State),
		"processes":  left("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -o '[h]run-vmdown-[a-z0-9]*' | cat"),
	} {
		if got != "" {
			t.Errorf("%s are left: %s", what, got)
		}
	}
	if _, err := os.Stat(filepath.Join(b.dir, ".hrun/known_hosts")); !os.IsNotExist(err) {
		t.Errorf("host keys are still known: %v", err)
	}
	if _, err := os.Stat(filepath.Join(b.dir, ".hrun/secrets/ssh-ca")); err != nil {
		t.Errorf("the secrets went too: %v", err)
	}
	if c, err := b.run(t, vm.Down{Parameters: b.params}); err != nil || c.Changed != 0 {
		t.Errorf("a second time changes %d tasks, error %v", c.Changed, err)
	}
}
