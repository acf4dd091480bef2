package vm_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/vm"
)

// What the inventory says of the recipe arrives in its fields.
func TestParameters(t *testing.T) {
	inv := load(t, fmt.Sprintf(machines, "", "")+`  vars:
    vm:
      lab: hapx
      packages: [haproxy]
      machine: {cpus: 2}
      boot: 90s
      networks:
        - {name: ring1, nic: enp0s8, addresses: {node01: 10.0.0.21/24}}
`)
	var got vm.Recipe
	if err := inv.Parameters("vm", &got); err != nil {
		t.Fatal(err)
	}
	want := vm.Recipe{Parameters: vm.Parameters{
		Lab: "hapx", Packages: []string{"haproxy"}, Machine: vm.Machine{CPUs: 2}, Boot: 90 * time.Second,
		Networks: []vm.Network{{Name: "ring1", NIC: "enp0s8", Addresses: map[string]netip.Prefix{"node01": netip.MustParsePrefix("10.0.0.21/24")}}},
	}}
	if diff := cmp.Diff(want, got, cmpopts.EquateComparable(netip.Prefix{})); diff != "" {
		t.Error(diff)
	}
}

// The example is the inventory that people begin with.
func TestExampleInventory(t *testing.T) {
	inv, err := inventory.Load("../../examples/hapx.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var recipe vm.Recipe
	if err := inv.Parameters("vm", &recipe); err != nil {
		t.Fatal(err)
	}
	for provider, first := range map[string]string{
		"": "containers can be made here", "nspawn": "containers can be made here",
		"qemu": "virtual machines can be made here", "virtualbox": "VirtualBox can make machines here", "existing": "cloud-init finished",
	} {
		recipe.Provider = provider
		names, _, err := build(inv, recipe)
		if err != nil {
			t.Fatalf("%s: %v", provider, err)
		}
		if names[0] != first || names[len(names)-1] != "cloud-init finished" {
			t.Errorf("%s: the first task is %q, the last one %q", provider, names[0], names[len(names)-1])
		}
	}
}

// What is read after the example has VirtualBox work as the user who runs it.
func TestExampleOfVirtualBox(t *testing.T) {
	inv, err := inventory.Load("../../examples/hapx.yaml", "../../examples/virtualbox.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var recipe vm.Recipe
	if err := inv.Parameters("vm", &recipe); err != nil {
		t.Fatal(err)
	}
	recipe.Provider, recipe.State = "virtualbox", "/home/somebody/.local/share/hrun/lab"
	names, play, err := build(inv, recipe)
	if err != nil {
		t.Fatal(err)
	}
	if names[0] != "VirtualBox can make machines here" || play.Stages[0].Hosts[0].Connection.Become.Enabled {
		t.Errorf("the first task, as root: %t, is %q", play.Stages[0].Hosts[0].Connection.Become.Enabled, names[0])
	}
}
