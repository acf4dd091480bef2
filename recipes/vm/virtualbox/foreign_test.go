package virtualbox_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/virtualbox"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox/vboxtest"
)

// A disk that a person has attached to a machine of hrun is still a person's
// when the machine is made anew, or is removed.
func TestDisksOfOthersStay(t *testing.T) {
	b := newSmallBench(t)
	b.up()
	own := disk(t, filepath.Join(b.dir, "VirtualBox VMs"), "photos.vdi")
	attach := func() {
		b.Change(t, func(w *vboxtest.World) {
			sata := w.Machine("busybox").Controllers[1]
			sata.Ports, sata.Slots["5-0"] = 6, own
		})
	}
	attach()
	b.lab.Remake = true
	b.lab.Machines[0].Seed.UserData += "# more\n"
	b.up()
	if _, err := os.Stat(own); err != nil {
		t.Fatalf("after the machine was made anew: %v", err)
	}
	attach()
	b.down()
	b.expectGone()
	if _, err := os.Stat(own); err != nil {
		t.Errorf("after the machine was removed: %v", err)
	}
}

// What is removed is told by who made it: an interface that a person makes once
// hrun could not is a person's.
func TestInterfaceThatHrunCouldNotMakeIsNotItsOwn(t *testing.T) {
	b := newSmallBench(t)
	b.Forget(t)
	b.up()
	call := 0
	for i, line := range b.Calls(t) {
		if line == "hostonlyif create" {
			call = i + 1
		}
	}
	b.down()
	b.faulted(call, "hostonlyif create", vboxtest.Fails, b.machines)
	b.Change(t, func(w *vboxtest.World) {
		w.HostOnly = []*vboxtest.Interface{{Name: "vboxnet0", Address: "192.168.56.1", Mask: "255.255.255.0"}}
	})
	b.up()
	b.down()
	if h := b.World(t).HostOnly; len(h) != 1 {
		t.Errorf("left are %v", h)
	}
}

// A machine whose files cannot be read, as those of a disk that is not mounted,
// is not made anew; it is removed where that is asked for.
func TestMachineThatVirtualBoxCannotRead(t *testing.T) {
	b := newSmallBench(t)
	b.up()
	b.Change(t, func(w *vboxtest.World) {
		m := w.Machine("busybox")
		m.Inaccessible, m.State = true, "poweroff"
	})
	if o := b.run(false, b.machines()); o.err == nil || !strings.Contains(o.said(), "VirtualBox cannot read the files of busybox") {
		t.Errorf("said:\n%s", o.said())
	}
	b.down()
	b.expectGone()
	if b.World(t).Machine(virtualbox.UUID("demo", "busybox")) != nil {
		t.Error("it is still there")
	}
	b.up()
}
