package qemu_test

import (
	"net/netip"
	"testing"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/image"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/recipes/vm/qemu"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

var (
	lan  = lab.Network{Name: "lan", NIC: "enp0s3.41"}
	ring = lab.Network{Name: "ring1", NIC: "enp0s3.42"}
	nat  = lab.Network{Name: "nat", NIC: "enp0s8", Kind: lab.NAT}
)

// demo is a lab of two machines: one is built, and has all that there is; the
// other begins with an image that is there.
func demo() lab.Lab {
	seed := cloudinit.Seed{UserData: "#cloud-config\n# it's\n", MetaData: "{}\n", NetworkConfig: "{}\n", VendorData: "#cloud-config\n{}\n"}
	return lab.Lab{
		Name: "demo", State: "/labs", Cache: "/cache", Image: lab.Image{Distribution: "debian", Suite: "bookworm"},
		Packages: []string{"haproxy", "corosync"}, Networks: []lab.Network{lan, ring},
		Machines: []lab.Machine{
			{Name: "node01", CPUs: 2, Memory: 2048, Disks: []lab.Disk{{Name: "data", Size: 512}}, Forward: 22022, Seed: seed, Links: []lab.Link{
				{Network: lan, Address: netip.MustParsePrefix("192.168.4.21/27")},
				{Network: ring, MAC: "52:54:00:00:00:01", Address: netip.MustParsePrefix("10.0.0.21/24")},
				{Network: nat},
			}},
			{Name: "given", Image: lab.Image{Base: "/srv/it's one.qcow2"}, Seed: seed, Links: []lab.Link{{Network: lan}}},
		},
	}
}

// task returns the task of the demo that has a name.
func task(t testing.TB, name string) tasks.Task {
	t.Helper()
	for _, task := range all(demo()) {
		if task.String() == name {
			return task
		}
	}
	t.Fatalf("there is no task %q", name)
	return nil
}

// all returns the tasks of a lab.
func all(l lab.Lab) []tasks.Task {
	p := qemu.Provider{}
	ts := p.Prepare(l)
	for _, m := range l.Machines {
		ts = append(append(ts, p.Machine(l, m)...), p.Ready(l, m)...)
	}
	return ts
}

// examples has a task of every type, for the plans and the golden scripts.
func examples(t testing.TB) map[string]tasks.Task {
	t.Helper()
	disks := task(t, "disks of machine node01").(qemu.Disks)
	remade, restarted := disks, disks
	remade.Remake, restarted.Restart = true, true
	return map[string]tasks.Task{
		"preflight":   task(t, "virtual machines can be made here"),
		"image":       task(t, "disk image of bookworm"),
		"packages":    task(t, "disk with packages for machines of bookworm"),
		"trial":       task(t, "acceleration of machines of bookworm"),
		"trialofbase": task(t, "acceleration of machines of /srv/it's one.qcow2"),
		"disks":       disks,
		"seed":        task(t, "seed of machine node01"),
		"remade":      remade,
		"restarted":   restarted,
		"running":     task(t, "machine node01"),
		"given":       task(t, "machine given"),
		"ready":       task(t, "machine node01 has booted"),
		"readybase":   task(t, "machine given has booted"),
	}
}

func TestPlans(t *testing.T) { taskstest.Plans(t, examples(t)) }

func TestProbes(t *testing.T) {
	for name, task := range examples(t) {
		taskstest.Golden(t, name+"-probe", task.Probe())
	}
}

// Networks that are VLANs of one interface have one bridge, and what leads to
// the hypervisor has none.
func TestNetwork(t *testing.T) {
	network := task(t, "network of lab demo").(hypervisor.Network)
	if len(network.Bridges) != 1 || network.Bridges[0] != "br-enp0s3" {
		t.Errorf("the bridges are %q", network.Bridges)
	}
	forward := task(t, "port 22022 leads to machine node01").(hypervisor.Forward)
	if !forward.To.Addr().IsLoopback() || forward.Namespace != "hrun-demo-net" {
		t.Errorf("the port leads to %s in %s", forward.To, forward.Namespace)
	}
}

func TestImageOfUbuntu(t *testing.T) {
	ubuntu := qemu.Image{Origin: qemu.Origin{Cache: "/cache", Release: image.Release{Distribution: "ubuntu", Suite: "noble"}}}
	change, err := ubuntu.Plan("absent\n")
	if err != nil {
		t.Fatal(err)
	}
	taskstest.Golden(t, "image-ubuntu", change.Script())
}
