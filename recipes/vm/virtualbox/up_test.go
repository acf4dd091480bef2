package virtualbox_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes/vm/virtualbox"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox/vboxtest"
)

func TestUp(t *testing.T) {
	for _, version := range []string{"6.1.36r152435", "7.0.10r158379"} {
		t.Run(version, func(t *testing.T) {
			b := newBench(t)
			b.Change(t, func(w *vboxtest.World) { w.Version = version })
			before := b.World(t)
			if o := b.run(true, b.machines()); o.err != nil || o.Changed != 0 {
				t.Fatalf("check: %v, %+v\n%s", o.err, o.Counts, o.said())
			}
			if diff := cmp.Diff(before, b.World(t)); diff != "" {
				t.Fatalf("check changed something:\n%s", diff)
			}
			if entries, err := os.ReadDir(b.dir); err != nil || len(entries) > 2 {
				t.Fatalf("check made %v, %v", entries, err)
			}
			o := b.up()
			t.Logf("%d changed, %d trips", o.Changed, o.Trips)
			b.expectUp()
			b.expectDocuments()
			world := b.World(t)
			b.Forget(t)
			if o := b.up(); o.Changed != 0 || o.Trips != 1 {
				t.Errorf("the second run changed %d in %d trips:\n%s", o.Changed, o.Trips, o.said())
			}
			t.Logf("a second run calls VBoxManage %d times", len(b.Calls(t)))
			if diff := cmp.Diff(world, b.World(t)); diff != "" {
				t.Errorf("the second run changed something:\n%s", diff)
			}
		})
	}
}

// expectUp fails unless the three machines are as the documents have them, and
// nobody else's has changed.
func (b *bench) expectUp() {
	b.t.Helper()
	w := b.World(b.t)
	if len(w.Machines) != len(b.lab.Machines)+2 {
		b.t.Errorf("there are %d machines", len(w.Machines))
	}
	for i, want := range []*vboxtest.Machine{base(b.t, b.t.TempDir()), foreign(b.t, b.t.TempDir())} {
		got := *w.Machines[i]
		want.Folder, want.Controllers = got.Folder, got.Controllers
		if diff := cmp.Diff(want, &got); diff != "" {
			b.t.Errorf("%s has changed:\n%s", want.Name, diff)
		}
	}
	for _, m := range b.lab.Machines {
		got := w.Machine(virtualbox.UUID("demo", m.Name))
		if got == nil || got.Name != m.Name || got.State != "running" || got.Memory != 512 || got.CPUs != 1 || got.VRAM != 33 || got.Extra["hrun/lab"] != "demo" {
			b.t.Errorf("%s is %+v", m.Name, got)
			continue
		}
		image := got.Controllers[0].Slots["1-0"]
		if info, err := os.Stat(image); err != nil || info.Mode().Perm() != 0o600 || filepath.Dir(image) != got.Folder {
			b.t.Errorf("the seed of %s is %s: %v, %v", m.Name, image, info, err)
		}
		if left, err := filepath.Glob(got.Folder + "/making"); err != nil || len(left) > 0 {
			b.t.Errorf("%v, %v", left, err)
		}
	}
	if h := w.HostOnly; len(h) != 1 || *h[0] != (vboxtest.Interface{Name: "vboxnet0", Address: "192.168.56.1", Mask: "255.255.255.0"}) {
		b.t.Errorf("host-only interfaces %+v", h)
	}
}

// expectDocuments fails unless the adapters and disks are those of the
// documents.
func (b *bench) expectDocuments() {
	b.t.Helper()
	w := b.World(b.t)
	bastion, node, disks := w.Machine("busybox"), w.Machine("hapx-node01"), w.Machine("hapx-node02")
	if bastion == nil || node == nil || disks == nil {
		b.t.Fatal("a machine is missing")
	}
	if a := bastion.Adapters; a[0].Network != "demo-enp0s3" || a[0].Kind != "intnet" || len(a[0].Forwards) != 0 || a[1].HostOnly != "vboxnet0" || a[1].Kind != "hostonly" ||
		a[2].Kind != "nat" || strings.Join(a[2].Forwards, " ") != "hrun-ssh,tcp,127.0.0.1,1,,22" {
		b.t.Errorf("busybox has the adapters %+v", a)
	}
	if a := node.Adapters; a[0].Network != "demo-enp0s3" || a[1].Kind != "" && a[1].Kind != "none" || a[0].MAC == bastion.Adapters[0].MAC {
		b.t.Errorf("a node has the adapters %+v", a)
	}
	if s := disks.Controllers[1].Slots; s["1-0"] != disks.Folder+"/data.vdi" || s["2-0"] != disks.Folder+"/more.vdi" {
		b.t.Errorf("hapx-node02 has the disks %v", s)
	}
}

// expectGone fails unless everything of the lab is gone, and nothing else is.
func (b *bench) expectGone() {
	b.t.Helper()
	w := b.World(b.t)
	if len(w.Machines) != 2 || w.Machine("my-own") == nil || w.Machine("my-own").State != "running" || len(w.HostOnly) != 0 {
		b.t.Errorf("left are %d machines and %d interfaces", len(w.Machines), len(w.HostOnly))
	}
	err := filepath.WalkDir(b.lab.State, func(path string, _ os.DirEntry, err error) error {
		if err == nil && path != b.lab.State {
			b.t.Errorf("left is %s", path)
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		b.t.Error(err)
	}
	for _, name := range []string{"my-own/my-own.vdi", "debian-base-image/debian-base-image.vdi"} {
		if _, err := os.Stat(filepath.Join(b.dir, "VirtualBox VMs", name)); err != nil {
			b.t.Error(err)
		}
	}
}

func TestDown(t *testing.T) {
	b := newBench(t)
	b.up()
	b.down()
	b.expectGone()
	if o := b.down(); o.Changed != 0 || o.Trips != 1 {
		t.Errorf("removed again: %+v\n%s", o.Counts, o.said())
	}
}
