package virtualbox_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox/vboxtest"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// place is where a lab of a scratch host is.
type place struct {
	t    testing.TB
	root string
}

func (p place) state() string { return filepath.Join(p.root, "my labs") }

func (p place) dir() string { return filepath.Join(p.state(), "demo", "machines", "node01") }

func (p place) clone() virtualbox.Clone {
	return virtualbox.Clone{Lab: "demo", Machine: "node01", Base: "debian-base-image", Seed: "0123456789abcdef", Dir: p.dir()}
}

func (p place) machine() virtualbox.Machine {
	return virtualbox.Machine{
		Lab: "demo", Name: "node01", CPUs: 2, Memory: 512, Disks: []lab.Disk{{Name: "data", Size: 2048}}, Dir: p.dir(),
		Seed: cloudinit.Seed{UserData: "#cloud-config\npassword: \"it's $HOME \\\\ -e\"\n", MetaData: "{}\n"},
		Adapters: []virtualbox.Adapter{
			{Number: 1, Kind: "intnet", To: "demo-enp0s3", MAC: "080027AABBCC"},
			{Number: 2, Kind: "hostonly", To: "vboxnet0", MAC: "080027AABBCE"},
			{Number: 3, Kind: "nat", MAC: "080027AABBCD", Forwards: []string{"hrun-ssh,tcp,127.0.0.1,22022,,22"}},
		},
	}
}

func (p place) hostOnly() virtualbox.HostOnly {
	return virtualbox.HostOnly{Lab: "demo", State: p.state(), Interface: "vboxnet0", Host: address("192.168.56.1/24")}
}

// world returns a setup of the machines of the documents, changed.
func world(change ...func(place, *vboxtest.World)) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		w := &vboxtest.World{
			Machines: []*vboxtest.Machine{base(t, root), foreign(t, root)},
			HostOnly: []*vboxtest.Interface{{Name: "vboxnet0", Address: "192.168.56.1", Mask: "255.255.255.0"}},
			Guests:   map[string]vboxtest.Guest{"node01": {Addresses: []string{"10.0.4.15", "192.168.4.21"}}},
		}
		for _, c := range change {
			c(place{t, root}, w)
		}
		vboxtest.Seed(t, root, w)
	}
}

// cloned adds the machine as a clone, off and without its mark.
func cloned(p place, w *vboxtest.World) {
	m := base(p.t, p.t.TempDir())
	m.Name, m.UUID, m.Folder = "node01", virtualbox.UUID("demo", "node01"), p.dir()
	m.Controllers[1].Slots["0-0"] = disk(p.t, m.Folder, "node01-disk1.vdi")
	w.Machines = append(w.Machines, m)
}

func on(_ place, w *vboxtest.World) { w.Machines[2].State = "running" }

func marked(_ place, w *vboxtest.World) {
	w.Machines[2].Extra = map[string]string{"hrun/lab": "demo", "hrun/description": w.Machines[2].UUID + " base debian-base-image seed 0123456789abcdef"}
}

// file makes a file below the machine's directory.
func file(name, content string) func(place, *vboxtest.World) {
	return func(p place, _ *vboxtest.World) {
		p.t.Helper()
		path := filepath.Join(p.dir(), name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			p.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			p.t.Fatal(err)
		}
	}
}

func TestConform(t *testing.T) {
	commands := map[string]string{"VBoxManage": vboxtest.Command(t)}
	of := func(task func(place) tasks.Task) func(string) tasks.Task {
		return func(root string) tasks.Task { return task(place{nil, root}) }
	}
	preflight := of(func(p place) tasks.Task {
		return virtualbox.Preflight{Lab: "demo", State: p.state(), Machines: []string{"node01"}, Bases: []string{"debian-base-image"}}
	})
	small := map[string]string{"VBoxManage": commands["VBoxManage"], "df": `echo title; echo "disk 100 90 1 90% /"`, "du": "echo 2048 file"}
	hostOnly := of(func(p place) tasks.Task { return p.hostOnly() })
	clone := of(func(p place) tasks.Task { return p.clone() })
	remade := of(func(p place) tasks.Task {
		c := p.clone()
		c.Seed, c.Remake = "another", true
		return c
	})
	machine := of(func(p place) tasks.Task { return p.machine() })
	restarted := of(func(p place) tasks.Task {
		m := p.machine()
		m.Restart = true
		return m
	})
	ready := of(func(p place) tasks.Task {
		return virtualbox.Ready{Lab: "demo", Machine: "node01", Address: "192.168.4.21", Log: p.dir() + "/console.log", Bound: 2}
	})
	crashed := of(func(place) tasks.Task { return virtualbox.Crashed{Lab: "demo", Machine: "node01"} })
	removed := of(func(p place) tasks.Task { return virtualbox.Removed{Lab: "demo", Dir: p.state() + "/demo"} })
	released := of(func(p place) tasks.Task { return virtualbox.Released{Lab: "demo", State: p.state()} })
	gone := func(_ place, w *vboxtest.World) { w.HostOnly = nil }
	noted := []func(place, *vboxtest.World){file("../../interfaces/vboxnet0", ""), file("../../../.made-vboxnet0", "")}
	cases := []taskstest.Case{
		{Name: "preflight", Task: preflight, Setup: world(), InSync: true},
		{Name: "preflight of a machine that is there", Task: preflight, Setup: world(cloned), InSync: true},
		{Name: "preflight without room", Task: preflight, Setup: world(), Commands: small, Refused: "the machines need 2 MiB in "},
		{Name: "host-only", Task: hostOnly, Setup: world(gone)},
		{Name: "host-only begun", Task: hostOnly, Setup: world(append(noted, gone)...)},
		{Name: "host-only there", Task: hostOnly, Setup: world(noted[0]), InSync: true},
		{Name: "clone", Task: clone, Setup: world()},
		{Name: "clone begun", Task: clone, Setup: world(file("making", ""), file("node01-disk1.vdi", "half"))},
		{Name: "clone without a mark", Task: clone, Setup: world(cloned, file("making", ""))},
		{Name: "clone there", Task: clone, Setup: world(cloned, marked), InSync: true},
		{Name: "clone of files that are left", Task: clone, Setup: world(file("data.vdi", "")), Refused: "VBoxManage registervm"},
		{Name: "clone changed", Task: remade, Setup: world(cloned, marked, on, file("seed-1.iso", ""))},
		{Name: "machine not there", Task: machine, Setup: world(), Refused: "there is no machine node01"},
		{Name: "machine cloned", Task: machine, Setup: world(cloned)},
		{Name: "machine with a disk that is not attached", Task: machine, Setup: world(cloned, func(p place, _ *vboxtest.World) { disk(p.t, p.dir(), "data.vdi") }), Refused: "a disk is never made smaller"},
		{Name: "machine on", Task: machine, Setup: world(cloned, on), Refused: "restart: true"},
		{Name: "machine on that may be restarted", Task: restarted, Setup: world(cloned, on)},
		{Name: "ready", Task: ready, Setup: world(cloned, on, func(_ place, w *vboxtest.World) {
			w.Machines[2].Properties = map[string]string{"/VirtualBox/GuestInfo/Net/2/V4/IP": "192.168.4.21"}
		}), InSync: true},
		{Name: "ready of no machine", Task: ready, Setup: world(), Refused: "there is no machine node01"},
		{Name: "crashed", Task: crashed, Setup: world(cloned, on)},
		{Name: "crashed while it is off", Task: crashed, Setup: world(cloned), InSync: true},
		{Name: "crashed while it is not there", Task: crashed, Setup: world(), Refused: "node01 is absent"},
		{Name: "removed", Task: removed, Setup: world(cloned, marked, on, file("seed-1.iso", ""))},
		{Name: "removed begun", Task: removed, Setup: world(file("making", ""), file("node01-disk1.vdi", "half"))},
		{Name: "removed before", Task: removed, Setup: world(), InSync: true},
		{Name: "released", Task: released, Setup: world(noted...)},
		{Name: "released of what others made", Task: released, Setup: world(noted[0]), InSync: true},
	}
	for i := range cases {
		if cases[i].Commands == nil {
			cases[i].Commands = commands
		}
	}
	taskstest.Conform(t, cases...)
}
