//go:build lab

package vm_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/vm"
)

// powered is a recipe that crashes the machine or starts it again, as others do
// it: by what the inventory says.
type powered struct {
	on     bool
	script *string // where the script is left that starts it
}

func (p powered) Build(play *recipes.Play) error {
	h, known, err := vm.Of(play)
	if err != nil || !known {
		return err
	}
	crash, err := h.Crash(node)
	if err != nil {
		return err
	}
	start, err := h.Start(node)
	if err != nil {
		return err
	}
	script, err := h.StartScript(node)
	*p.script = string(script)
	play.Stage("power", []inventory.Host{h.Host}, recipes.RoleFunc(func(h *recipes.Host) error {
		if p.on {
			h.Do(start...)
		} else {
			h.Do(crash)
		}
		return nil
	}))
	return err
}

// A machine that crashes is off the network in the same moment; it is started
// again by a script or by tasks, and has lost nothing that was on its disk.
func TestLabCrash(t *testing.T) {
	b := &bench{dir: t.TempDir()}
	b.load(t, "vmcrash", fmt.Sprintf(`all:
  children:
    hypervisors: {hosts: {localhost: {ansible_connection: local, hrun_state: %[1]s/owed}}}
    machines:
      hosts: {%[2]s: {ansible_host: 127.0.0.1, ansible_port: 22842, hrun_address: 192.168.4.1/27}}
      vars:
        ansible_user: debian
        hrun_ssh_ca: ssh-ca
        ansible_ssh_common_args: -o UserKnownHostsFile=.hrun/known_hosts
        vm: {lab: vmcrash, provider: nspawn, state: %[1]s/labs}
`, b.dir, node))
	var script string
	if _, err := b.run(t, powered{script: &script}); err == nil || !strings.Contains(err.Error(), node+" is not a machine that was made by hrun") {
		t.Errorf("before there is a machine: %v", err)
	}
	b.up(t)
	b.must(t, "echo kept >data; sudo ip addr add 192.168.4.30/27 dev enp0s3.41; sync")
	for _, by := range []string{"script", "tasks"} {
		boot := b.must(t, "cat /proc/sys/kernel/random/boot_id; cat data")
		if c, err := b.run(t, powered{script: &script}); err != nil || c.Changed != 1 {
			t.Fatalf("the crash: %v, %d changed", err, c.Changed)
		}
		links, err := exec.CommandContext(t.Context(), "ip", "-n", "hrun-vmcrash-"+node, "-br", "link").CombinedOutput()
		if err != nil || strings.Contains(string(links), "enp0s3.41") {
			t.Errorf("its network is still there: %v\n%s", err, links)
		}
		if out, err := b.ssh(t, "true"); err == nil {
			t.Errorf("it still answers: %s", out)
		}
		if c, err := b.run(t, powered{script: &script}); err != nil || c.Changed != 0 {
			t.Errorf("a second crash: %v, %d changed", err, c.Changed)
		}
		started := 2 // to switch it on, and to wait for it
		if by == "script" {
			for range 2 { // the second finds it on
				start(t, script)
			}
			b.eventually(t, func() bool { _, err := b.ssh(t, "true"); return err == nil })
			cut(t)
			start(t, script) // what was left of it by a crash that was interrupted
			b.eventually(t, func() bool { _, err := b.ssh(t, "true"); return err == nil })
			started = 1 // it may not be ready yet
		}
		if c, err := b.run(t, powered{on: true, script: &script}); err != nil || c.Changed > started {
			t.Errorf("started: %v, %d changed", err, c.Changed)
		}
		out := b.must(t, "cat /proc/sys/kernel/random/boot_id; cat data")
		if out == boot || !strings.HasSuffix(out, "kept") {
			t.Errorf("after the crash: %q, before: %q", out, boot)
		}
		if out := b.must(t, "ip -br addr show enp0s3.41"); strings.Contains(out, "192.168.4.30/27") || !strings.Contains(out, "192.168.4.1/27") {
			t.Errorf("its addresses: %s", out)
		}
	}
}

func start(t *testing.T, script string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), "sh", "-c", script).CombinedOutput(); err != nil {
		t.Fatalf("the script: %v\n%s", err, out)
	}
}

// cut removes the interfaces by which the machine is reached, and nothing else of it.
func cut(t *testing.T) {
	t.Helper()
	const links = "for link in $(ip -n hrun-vmcrash-net -o link show type veth | sed 's/^[0-9]*: *\\(p[0-9a-f]*\\)@.*/\\1/p; d'); do ip -n hrun-vmcrash-net link del $link || exit; done"
	if out, err := exec.CommandContext(t.Context(), "sh", "-c", links).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
