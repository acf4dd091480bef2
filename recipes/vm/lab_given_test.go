//go:build lab

package vm_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// give writes a user-data beside the inventory, for the machine.
func (b *bench) give(t *testing.T, userData string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(b.dir, "user-data"), []byte(userData), 0o600); err != nil {
		t.Fatal(err)
	}
	b.params.Machine.UserData = "user-data"
}

// A machine that was told something else than what is written here is known by
// its host key and lets in who has a certificate all the same; and a reboot
// that it asks for is over when the run is.
func TestLabGivenUserData(t *testing.T) {
	b := newBench(t, "vmgiven", 22845)
	b.give(t, `#cloud-config
users:
- name: debian
  sudo: ALL=(ALL) NOPASSWD:ALL
  shell: /bin/bash
write_files:
- {path: /etc/motd, content: "made for #HOSTNAME#\n"}
runcmd:
- cp /proc/sys/kernel/random/boot_id /var/lib/first-boot
manage_etc_hosts: localhost
power_state: {mode: reboot}
`)
	b.up(t)
	out := b.must(t, "cat /etc/motd /var/lib/first-boot /proc/sys/kernel/random/boot_id; who -b | wc -l; systemctl is-system-running --wait")
	lines := strings.Split(out, "\n")
	if len(lines) != 5 || lines[0] != "made for "+node || lines[4] != "running" {
		t.Errorf("the machine says %q", out)
	}
	if started := b.must(t, "sudo journalctl -q --list-boots | wc -l"); started != "2" {
		t.Errorf("it was booted %s times", started)
	}
	if c := b.up(t); c.Changed != 0 {
		t.Errorf("a second run changes %d tasks", c.Changed)
	}
}

// What cloud-init would refuse is refused before there is a machine.
func TestLabRefusedUserData(t *testing.T) {
	b := newBench(t, "vmjudged", 22846)
	b.give(t, "#cloud-config\nusers: 7\nhostname: [a]\n")
	_, err := b.check(t)
	for _, want := range []string{node, "users", "hostname"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	if _, err := os.Stat(b.params.State); !os.IsNotExist(err) {
		t.Errorf("something was made: %v", err)
	}
}

// A machine that does not come up is not waited for in vain, and the last that
// it has said is shown.
func TestLabNeverBoots(t *testing.T) {
	b := newBench(t, "vmnever", 22847)
	b.give(t, "#cloud-config\nbootcmd:\n- echo this machine gives up >/dev/console\n- systemctl poweroff --force\n- sleep 60\n")
	_, err := b.run(t, b.recipe())
	if err == nil || !strings.Contains(err.Error(), node+" does not come up") || !strings.Contains(b.said, "this machine gives up") {
		t.Errorf("error %v, said %q", err, b.said)
	}
}
