package virtualbox_test

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox/vboxtest"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks"
)

func TestMain(m *testing.M) {
	os.Exit(vboxtest.Run(m))
}

// forwarded is a port that nobody answers at, not even a lab of somebody who
// runs the tests meanwhile: tcpmux (RFC 1078), of which no one makes use.
const forwarded = 1

// bench is a lab, and a VirtualBox to make it with.
type bench struct {
	*vboxtest.Box
	t   *testing.T
	dir string
	lab lab.Lab
}

// The networks of the documents: an internal one with VLANs, and one with the
// hypervisor.
var (
	dmz  = lab.Network{Name: "dmz", NIC: "enp0s3.41"}
	ring = lab.Network{Name: "ring", NIC: "enp0s3.43"}
	host = lab.Network{Name: "host", NIC: "enp0s8", Kind: lab.HostOnly, Adapter: "vboxnet0", Host: netip.MustParsePrefix("192.168.56.1/24")}
	nat  = lab.Network{Name: "nat", NIC: "enp0s9", Kind: lab.NAT}
)

func address(s string) netip.Prefix { return netip.MustParsePrefix(s) }

func seed(name string) cloudinit.Seed {
	return cloudinit.Seed{UserData: "#cloud-config\nhostname: " + name + "\npassword: it's-a-secret\n", MetaData: "instance-id: " + name + "\n"}
}

// newBench has the base machine of the documents, someone else's machine, and a
// description of a bastion and two nodes.
func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{Box: vboxtest.New(t), t: t, dir: t.TempDir()}
	w := &vboxtest.World{Guests: map[string]vboxtest.Guest{
		"busybox":     {Addresses: []string{"10.0.4.15", "192.168.56.3"}, Delay: 1, Console: "booting\n"},
		"hapx-node01": {Addresses: []string{"192.168.4.21"}},
		"hapx-node02": {Addresses: []string{"192.168.4.22"}},
	}}
	w.Machines = append(w.Machines, base(t, b.dir), foreign(t, b.dir))
	b.Change(t, func(world *vboxtest.World) { *world = *w })
	b.lab = lab.Lab{
		Name: "demo", State: filepath.Join(b.dir, "labs"), Image: lab.Image{Base: "debian-base-image"}, Networks: []lab.Network{dmz, ring, host},
		Machines: []lab.Machine{
			{Name: "busybox", CPUs: 1, Memory: 512, Forward: forwarded, Address: "192.168.56.3", Seed: seed("busybox"),
				Links: []lab.Link{{Network: dmz, Address: address("192.168.4.30/27")}, {Network: host}, {Network: nat}}},
			{Name: "hapx-node01", Memory: 512, Seed: seed("hapx-node01"), Address: "192.168.4.21",
				Links: []lab.Link{{Network: dmz, Address: address("192.168.4.21/27")}, {Network: ring, Address: address("192.168.4.101/27")}}},
			{Name: "hapx-node02", Memory: 512, Seed: seed("hapx-node02"), Disks: []lab.Disk{{Name: "data", Size: 2048}, {Name: "more", Size: 100}},
				Links: []lab.Link{{Network: dmz, Address: address("192.168.4.22/27")}}},
		},
	}
	return b
}

// base is a machine as the documents have it: an IDE and a SATA controller, a
// disk, and a first adapter of NAT with a rule of someone's own.
func base(t testing.TB, dir string) *vboxtest.Machine {
	t.Helper()
	m := &vboxtest.Machine{
		Name: "debian-base-image", UUID: "5a1f3c2e-6f0b-4d8e-9c37-0d6a4ef0b1c2", Folder: filepath.Join(dir, "VirtualBox VMs", "debian-base-image"), State: "poweroff",
		CPUs: 2, Memory: 2048, VRAM: 16, Extra: map[string]string{"GUI/LastCloseAction": "PowerOff"},
		Controllers: []*vboxtest.Controller{
			{Name: "IDE", Type: "PIIX4", Ports: 2, Slots: map[string]string{"1-0": ""}},
			{Name: "SATA", Type: "IntelAhci", Ports: 1, Slots: map[string]string{}},
		},
	}
	m.Adapters[0] = vboxtest.Adapter{Kind: "nat", MAC: "0800271234AA", Forwards: []string{"own rule,tcp,,2222,,22"}}
	m.Controllers[1].Slots["0-0"] = disk(t, m.Folder, "debian-base-image.vdi")
	return m
}

// foreign is a machine that a person made by cloning one of hrun's, with its
// extra data.
func foreign(t testing.TB, dir string) *vboxtest.Machine {
	t.Helper()
	m := &vboxtest.Machine{Name: "my-own", UUID: "0d4d7b1c-8a62-4f2b-b7a5-6a1c6f3e9d10", Folder: filepath.Join(dir, "VirtualBox VMs", "my-own"), State: "running", CPUs: 4, Memory: 4096,
		Extra:       map[string]string{"hrun/lab": "demo", "hrun/description": virtualbox.UUID("demo", "busybox") + " base x seed y"},
		Controllers: []*vboxtest.Controller{{Name: "SATA", Type: "IntelAhci", Ports: 1, Slots: map[string]string{}}}}
	m.Controllers[0].Slots["0-0"] = disk(t, m.Folder, "my-own.vdi")
	return m
}

func disk(t testing.TB, folder, name string) string {
	t.Helper()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, name)
	if err := vboxtest.MakeDisk(path, 30720); err != nil {
		t.Fatal(err)
	}
	return path
}

// machines returns all that makes the lab.
func (b *bench) machines() []tasks.Task {
	p := virtualbox.Provider{}
	if err := p.Check(b.lab); err != nil {
		b.t.Fatal(err)
	}
	all := p.Prepare(b.lab)
	for _, m := range b.lab.Machines {
		all = append(all, p.Machine(b.lab, m)...)
	}
	for _, m := range b.lab.Machines {
		for _, task := range p.Ready(b.lab, m) {
			r := task.(virtualbox.Ready)
			r.Bound = 2
			all = append(all, r)
		}
	}
	return all
}

// outcome is what came of a run.
type outcome struct {
	report.Counts
	err    error
	events []report.Event
}

// said returns what the run said of its tasks, one a line.
func (o outcome) said() string {
	var b strings.Builder
	for _, e := range o.events {
		if e.Kind != report.Task || e.Result == report.OK {
			continue
		}
		_, _ = fmt.Fprintf(&b, "%s: %s", e.Task, e.Result)
		for _, s := range e.Steps {
			_, _ = fmt.Fprintf(&b, " [%s: %s -> %s]", s.Field, s.Was, s.Want)
		}
		_, _ = fmt.Fprintf(&b, " %v %s\n", e.Err, e.Stderr)
	}
	return b.String()
}

// run does the tasks on this machine.
func (b *bench) run(check bool, work []tasks.Task) (o outcome) {
	b.t.Helper()
	inv, err := inventory.New(inventory.Host{Name: "here", Connection: inventory.Connection{Kind: inventory.Local, State: filepath.Join(b.dir, "owed")}})
	if err != nil {
		b.t.Fatal(err)
	}
	play, err := recipes.Build(inv, nil, recipe(work))
	if err != nil {
		b.t.Fatal(err)
	}
	r := runner.Runner{Dialer: local.Dialer{}, Check: check, Reporter: report.Func(func(e report.Event) { o.events = append(o.events, e) })}
	summary, err := r.Run(context.WithoutCancel(b.t.Context()), play.Stages)
	o.Counts, o.err = summary.Hosts["here"], err
	return o
}

// up makes the lab, and must come to its end.
func (b *bench) up() outcome {
	b.t.Helper()
	o := b.run(false, b.machines())
	if o.err != nil {
		b.t.Fatalf("%v\n%s", o.err, o.said())
	}
	return o
}

// down removes the lab.
func (b *bench) down() outcome {
	b.t.Helper()
	o := b.run(false, virtualbox.Provider{}.Remove(lab.Lab{Name: b.lab.Name, State: b.lab.State}, false))
	if o.err != nil {
		b.t.Fatalf("%v\n%s", o.err, o.said())
	}
	return o
}

// recipe is tasks for all hosts.
type recipe []tasks.Task

func (r recipe) Build(p *recipes.Play) error {
	p.Stage("machines", p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(r...)
		return nil
	}))
	return nil
}
