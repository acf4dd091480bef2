package vm_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/sshca"
	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox"
	"github.com/hrun-dev/hrun/tasks/file"
)

// Machines with a kernel of their own make their VLANs, and ask for an address
// on the way by which they are reached: on the first interface that is left.
func TestNetworkOfVirtualMachines(t *testing.T) {
	inv := load(t, fmt.Sprintf(machines, "", "")+`  vars:
    vm:
      networks:
        - {name: ring1, nic: enp0s3.42, addresses: {busybox: 10.0.0.30/24}}
        - {name: ring2, nic: enp0s8, dhcp: [busybox]}
`)
	var recipe vm.Recipe
	if err := inv.Parameters("vm", &recipe); err != nil {
		t.Fatal(err)
	}
	known := recipes.Facts{}
	known.Add("localhost", "provider of machines", "virtualbox\n") // asked, because nothing is said
	play := recipestest.BuildKnowing(t, known, inv, recipe)
	var got cloudinit.Seed
	for _, w := range play.Stages[0].Hosts[0].Work {
		if m, ok := w.Task.(virtualbox.Machine); ok && strings.Contains(m.String(), "busybox") {
			got = m.Seed
		}
	}
	want := `version: 1
config:
- type: physical
  name: enp0s3
- type: vlan
  name: enp0s3.41
  vlan_link: enp0s3
  vlan_id: 41
  subnets:
  - type: static
    address: "192.168.4.30/27"
- type: vlan
  name: enp0s3.42
  vlan_link: enp0s3
  vlan_id: 42
  subnets:
  - type: static
    address: "10.0.0.30/24"
- type: physical
  name: enp0s8
  subnets:
  - type: dhcp4
- type: physical
  name: enp0s9
  subnets:
  - type: dhcp4
`
	if diff := cmp.Diff(want, got.NetworkConfig); diff != "" {
		t.Error(diff)
	}
	for _, line := range []string{"192.168.4.30 busybox.kube.demo busybox", "10.0.0.30 busybox-ring1", "192.168.4.21 node01.kube.demo node01"} {
		if !strings.Contains(got.UserData, line+"\n") {
			t.Errorf("it does not know %q", line)
		}
	}
}

// An interface that no machine could make is refused, instead of waited for.
func TestVLANsThatCannotBe(t *testing.T) {
	inv := load(t, fmt.Sprintf(machines, "", ""))
	for _, nic := range []string{"enp0s3.0", "enp0s3.4095", "enp0s3.-1", "enp0s3.lan", "enp0s3.41.1"} {
		_, _, err := build(inv, vm.Recipe{Parameters: vm.Parameters{Provider: "qemu", NIC: nic}})
		if err == nil || !strings.Contains(err.Error(), "a VLAN has a number of 1 to 4094") {
			t.Errorf("%s: %v", nic, err)
		}
	}
}

// A machine trusts its authority from the first boot on by the very files that
// the role of other recipes would write: they have nothing left to do.
func TestSeedTrustsAsTheRoleDoes(t *testing.T) {
	text := fmt.Sprintf(machines, "", "")
	authority, err := sshca.Kept(recipestest.Secrets(), "ssh-ca")
	if err != nil {
		t.Fatal(err)
	}
	var role recipes.Play
	stage := role.Stage("trust", []inventory.Host{{Name: "node01"}}, sshca.Trust{CA: authority.PublicKey()})
	told, files := roots(t, text, vm.Parameters{})["node01"].Seed.UserData, 0
	for _, w := range stage.Hosts[0].Work {
		if f, ok := w.Task.(file.Content); ok {
			files++
			body := "  content: |\n    " + strings.ReplaceAll(strings.TrimSuffix(f.Body, "\n"), "\n", "\n    ") + "\n"
			if !strings.Contains(told, "- path: "+f.Path+"\n") || !strings.Contains(told, body) {
				t.Errorf("the machine is not told of %s:\n%s", f.Path, told)
			}
		}
	}
	if files != 2 {
		t.Errorf("the role writes %d files", files)
	}
}
