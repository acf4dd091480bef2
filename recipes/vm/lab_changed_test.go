//go:build lab

package vm_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/recipes/vm/nspawn"
)

// A machine that may hold data is made anew only if that is allowed; it has
// the host key that it had before.
func TestLabChanged(t *testing.T) {
	b := newBench(t, "vmchanged", 22836)
	b.up(t)
	before := b.must(t, "cat /etc/ssh/ssh_host_ed25519_key.pub; echo kept >data")
	b.params.Timezone = "Europe/Berlin"
	_, err := b.run(t, vm.Recipe{Parameters: b.params})
	var changed *nspawn.ChangedError
	if !errors.As(err, &changed) || changed.Machine != node {
		t.Fatalf("error %v", err)
	}
	if got := b.must(t, "cat data"); got != "kept" {
		t.Errorf("the data is %q", got)
	}
	b.params.Remake = true
	b.up(t)
	if got := b.must(t, "cat /etc/timezone; cat /etc/ssh/ssh_host_ed25519_key.pub; ls"); !strings.HasPrefix(got, "Europe/Berlin") || !strings.Contains(got, before) || strings.HasSuffix(got, "data") {
		t.Errorf("the machine made anew has %s", got)
	}
}

// Two labs with the same addresses do not meet, and go separately.
func TestLabNeighbours(t *testing.T) {
	one, two := newBench(t, "vmone", 22837), newBench(t, "vmtwo", 22838)
	one.up(t)
	two.up(t)
	one.must(t, "echo one >which")
	two.must(t, "echo two >which")
	one.down(t)
	if got := two.must(t, "cat which; ip -br -4 addr show enp0s3.41"); !strings.HasPrefix(got, "two\n") || !strings.Contains(got, "192.168.4.1/27") {
		t.Errorf("the neighbour has %q", got)
	}
	if out, err := one.ssh(t, "true"); err == nil {
		t.Errorf("the lab that was removed still answers: %s", out)
	}
}

// What a run leaves that was killed while it made things is made whole.
func TestLabHalfMade(t *testing.T) {
	b := newBench(t, "vmhalf", 22839)
	for _, name := range []string{"net", node} {
		// ip-netns(8) makes the file first, and then mounts the namespace on it.
		if out, err := exec.Command("ip", "netns", "add", "hrun-vmhalf-"+name).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if out, err := exec.Command("umount", "/run/netns/hrun-vmhalf-"+name).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	upper := filepath.Join(b.params.State, "vmhalf/machines", node, "upper/etc")
	if err := os.MkdirAll(upper, 0o700); err != nil {
		t.Fatal(err)
	}
	b.up(t)
	if c := b.up(t); c.Changed != 0 {
		t.Errorf("a second run changes %d tasks", c.Changed)
	}
	b.must(t, "true")
}

// A lab of which only half was made goes as well.
func TestLabHalfGone(t *testing.T) {
	b := newBench(t, "vmgone", 22840)
	if out, err := exec.Command("ip", "netns", "add", "hrun-vmgone-net").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if out, err := exec.Command("umount", "/run/netns/hrun-vmgone-net").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b.down(t)
	if _, err := os.Lstat("/run/netns/hrun-vmgone-net"); !os.IsNotExist(err) {
		t.Errorf("the file of the namespace is left: %v", err)
	}
}
