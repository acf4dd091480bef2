package virtualbox_test

import (
	"os"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/virtualbox"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox/vboxtest"
)

func TestWhatCannotBeMadeIsRefusedFirst(t *testing.T) {
	for name, c := range map[string]struct {
		world func(*vboxtest.World)
		says  string
	}{
		"name is taken": {func(w *vboxtest.World) { w.Machine("my-own").Name = "hapx-node02" },
			"there is a machine hapx-node02 in VirtualBox, {0d4d7b1c-8a62-4f2b-b7a5-6a1c6f3e9d10}, that was not made by hrun"},
		"no base":          {func(w *vboxtest.World) { w.Machine("debian-base-image").Name = "other" }, "there is no machine debian-base-image in VirtualBox to be cloned"},
		"base is on":       {func(w *vboxtest.World) { w.Machine("debian-base-image").State = "running" }, "the base machine debian-base-image is running: shut it down"},
		"old version":      {func(w *vboxtest.World) { w.Version = "5.2.44r139111" }, "VirtualBox 5.2.44r139111 is too old"},
		"no kernel module": {func(w *vboxtest.World) { w.Missing = true }, "sudo /sbin/vboxconfig"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.Change(t, c.world)
			b.expectRefused(c.says)
			if _, err := os.Stat(b.lab.State); !os.IsNotExist(err) {
				t.Errorf("the state of labs is there: %v", err)
			}
		})
	}
}

func TestMachinesThatAreThereNeedNoBase(t *testing.T) {
	b := newSmallBench(t)
	b.up()
	b.power("debian-base-image", "running")
	if o := b.up(); o.Changed != 0 {
		t.Errorf("said:\n%s", o.said())
	}
}

func TestHostOnlyInterface(t *testing.T) {
	others := []*vboxtest.Interface{{Name: "vboxnet0", Address: "192.168.59.1", Mask: "255.255.255.0"}}
	t.Run("of someone else", func(t *testing.T) {
		b := newSmallBench(t)
		b.Change(t, func(w *vboxtest.World) { w.HostOnly = others })
		b.expectRefused("vboxnet0 was not made by hrun and has the address 192.168.59.1/24, not 192.168.56.1/24")
	})
	t.Run("of someone else and right", func(t *testing.T) {
		b := newSmallBench(t)
		b.Change(t, func(w *vboxtest.World) {
			w.HostOnly = []*vboxtest.Interface{{Name: "vboxnet0", Address: "192.168.56.1", Mask: "255.255.255.0"}}
		})
		b.up()
		b.down()
		if h := b.World(t).HostOnly; len(h) != 1 {
			t.Errorf("left are %v", h)
		}
	})
	t.Run("of a name that cannot be had", func(t *testing.T) {
		b := newSmallBench(t)
		b.lab.Networks[2].Adapter, b.lab.Machines[0].Links[1].Network.Adapter = "vboxnet3", "vboxnet3"
		b.expectRefused("VirtualBox would call the next one vboxnet0: set adapter: vboxnet0")
	})
	t.Run("called otherwise in the end", func(t *testing.T) {
		b := newSmallBench(t)
		b.Change(t, func(w *vboxtest.World) { w.Named = "vboxnet7" })
		if o := b.run(false, b.machines()); o.err == nil || !strings.Contains(o.said(), "VirtualBox made vboxnet7, not vboxnet0") {
			t.Errorf("said:\n%s", o.said())
		}
		if h := b.World(t).HostOnly; len(h) != 0 {
			t.Errorf("left are %v", h)
		}
	})
	t.Run("of an address that VirtualBox does not allow", func(t *testing.T) {
		b := newSmallBench(t)
		b.lab.Networks[2].Host = address("10.0.0.1/24")
		if o := b.run(false, b.machines()); o.err == nil || !strings.Contains(o.said(), "/etc/vbox/networks.conf") {
			t.Errorf("said:\n%s", o.said())
		}
		b.lab.Networks[2].Host = address("192.168.56.1/24")
		b.up()
		b.down()
		b.expectGone()
	})
	t.Run("that others use", func(t *testing.T) {
		b := newSmallBench(t)
		b.up()
		other := *b
		other.lab.Name = "other"
		other.up2(t)
		b.down()
		if h := b.World(t).HostOnly; len(h) != 1 {
			t.Fatalf("left are %v", h)
		}
		b.Change(t, func(w *vboxtest.World) {
			w.Machine("my-own").Adapters[0] = vboxtest.Adapter{Kind: "hostonly", HostOnly: "vboxnet0"}
		})
		other.down()
		if h := b.World(t).HostOnly; len(h) != 1 {
			t.Errorf("a machine of someone else has lost its interface: %v", h)
		}
	})
}

// up2 makes a second lab, of a machine of another name.
func (b *bench) up2(t *testing.T) {
	t.Helper()
	b.lab.Machines = b.lab.Machines[:1:1]
	b.lab.Machines[0].Name, b.lab.Machines[0].Address = "second", ""
	b.Change(t, func(w *vboxtest.World) { w.Guests["second"] = vboxtest.Guest{Addresses: []string{"192.168.56.4"}} })
	b.up()
}

// Files of a machine that a person has unregistered may hold data.
func TestFilesThatAreLeftAreNotOverwritten(t *testing.T) {
	b := newSmallBench(t)
	b.up()
	b.Change(t, func(w *vboxtest.World) { w.Machines = w.Machines[:2] })
	b.expectRefused("holds files of busybox, which VirtualBox does not know any more")
	b.down()
	b.expectGone()
}

// A person's clone of a machine of hrun has its extra data, and is a person's.
func TestClonesOfOthersStay(t *testing.T) {
	b := newSmallBench(t)
	b.up()
	b.Change(t, func(w *vboxtest.World) {
		m := *w.Machine("busybox")
		m.Name, m.UUID, m.State = "busybox Clone", "7c9c1f3e-52f4-4c52-8f0e-2f0bb3b6c001", "poweroff"
		m.Controllers = nil
		w.Machines = append(w.Machines, &m)
	})
	b.down()
	if w := b.World(t); w.Machine("busybox Clone") == nil || w.Machine(virtualbox.UUID("demo", "busybox")) != nil {
		t.Errorf("left are %+v", w.Machines)
	}
}

func TestBaseWithoutControllers(t *testing.T) {
	b := newSmallBench(t)
	b.Change(t, func(w *vboxtest.World) { w.Machines[0].Controllers = w.Machines[0].Controllers[1:] })
	if o := b.run(false, b.machines()); o.err == nil || !strings.Contains(o.said(), "busybox has no IDE controller") {
		t.Errorf("said:\n%s", o.said())
	}
	b.Change(t, func(w *vboxtest.World) {
		own := base(t, t.TempDir())
		own.Controllers[0].Slots["1-0"] = disk(t, own.Folder, "second.vdi")
		w.Machines[0].Controllers = own.Controllers
	})
	b.down()
	if o := b.run(false, b.machines()); o.err == nil || !strings.Contains(o.said(), "at IDE-1-0, where the seed belongs") {
		t.Errorf("said:\n%s", o.said())
	}
}
