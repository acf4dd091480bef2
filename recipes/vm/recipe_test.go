package vm_test

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/recipes/vm/nspawn"
)

// load writes an inventory below a directory of the test and reads it.
func load(t testing.TB, text string) *inventory.Inventory {
	t.Helper()
	file := filepath.Join(t.TempDir(), "lab.yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	inv, err := inventory.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

// machines is an inventory of a bastion and a node; each %s is a place to put
// a fault into.
const machines = `all:
  children:
    hypervisors: {hosts: {localhost: {ansible_connection: local}}}
    machines:
      hosts:
        busybox: {ansible_host: 127.0.0.1, ansible_port: 22022, hrun_address: 192.168.4.30/27}
        node01: {hrun_via: busybox, hrun_address: 192.168.4.21/27%s}
      vars:
        ansible_user: debian
        ansible_ssh_private_key_file: .hrun/id_ed25519
        ansible_ssh_common_args: -o UserKnownHostsFile=.hrun/known_hosts
%s`

func build(inv *inventory.Inventory, r recipes.Recipe) ([]string, *recipes.Play, error) {
	play, err := recipes.Build(inv, nil, r)
	if err != nil {
		return nil, nil, err
	}
	var names []string
	for _, s := range play.Stages {
		for _, h := range s.Hosts {
			for _, w := range h.Work {
				names = append(names, w.Task.String())
			}
		}
	}
	return names, play, nil
}

// All machines boot before the first is waited for, and keys are made before
// the machines that trust them.
func TestRecipe(t *testing.T) {
	inv := load(t, fmt.Sprintf(machines, "", ""))
	got, _, err := build(inv, vm.Recipe{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"containers can be made here", "image of bookworm", "packages for machines of bookworm", "network of lab lab",
		"key " + inv.Dir() + "/.hrun/id_ed25519", "key " + inv.Dir() + "/.hrun/ssh_ca",
		"root of machine busybox", "machine busybox", "root of machine node01", "machine node01",
		"host keys in " + inv.Dir() + "/.hrun/known_hosts",
		"machine busybox is ready", "port 22022 leads to machine busybox", "machine node01 is ready",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A machine is in the networks that have an address for it, and all machines
// know each other by name in each.
func TestRecipeNetworks(t *testing.T) {
	inv := load(t, fmt.Sprintf(machines, "", ""))
	second := vm.Network{Name: "ring1", NIC: "enp0s8", Addresses: map[string]netip.Prefix{"node01": netip.MustParsePrefix("10.0.0.21/24")}}
	_, play, err := build(inv, vm.Recipe{Parameters: vm.Parameters{Networks: []vm.Network{second}}})
	if err != nil {
		t.Fatal(err)
	}
	links := map[string]string{}
	for _, w := range play.Stages[0].Hosts[0].Work {
		if root, ok := w.Task.(nspawn.Root); ok {
			links[root.Machine] = root.Links
			for _, line := range []string{"192.168.4.30 busybox.kube.demo busybox\n", "192.168.4.21 node01.kube.demo node01\n", "10.0.0.21 node01-ring1\n"} {
				if !strings.Contains(root.Seed.UserData, line) {
					t.Errorf("%s does not know %q", root.Machine, line)
				}
			}
		}
	}
	want := map[string]string{
		"busybox": "lan enp0s3.41 192.168.4.30/27",
		"node01":  "lan enp0s3.41 192.168.4.21/27, ring1 enp0s8 10.0.0.21/24",
	}
	if diff := cmp.Diff(want, links); diff != "" {
		t.Error(diff)
	}
}

// The bastion's key is found by its name and by where it is dialled.
func TestRecipeKnownHosts(t *testing.T) {
	_, play, err := build(load(t, fmt.Sprintf(machines, "", "")), vm.Recipe{})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range play.Stages[0].Hosts[0].Work {
		if known, ok := w.Task.(vm.KnownHosts); ok {
			want := []vm.KnownHost{
				{Names: []string{"busybox", "[busybox]:22022", "[127.0.0.1]:22022"}, Key: "/var/lib/hrun/lab/lab/machines/busybox/host_key.pub"},
				{Names: []string{"node01"}, Key: "/var/lib/hrun/lab/lab/machines/node01/host_key.pub"},
			}
			if diff := cmp.Diff(want, known.Hosts); diff != "" {
				t.Error(diff)
			}
			return
		}
	}
	t.Error("no task records the host keys")
}

func TestDown(t *testing.T) {
	got, _, err := build(load(t, fmt.Sprintf(machines, "", "")), vm.Down{Parameters: vm.Parameters{Lab: "x", Purge: true}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"processes of lab x", "network of lab x is removed", "directory /var/lib/hrun/lab/x is removed", "image of bookworm is removed"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		host, text string
		parameters vm.Parameters
		want       string
	}{
		"lab":        {parameters: vm.Parameters{Lab: "a-b"}, want: `lab: "a-b" is not 1 to 20`},
		"provider":   {parameters: vm.Parameters{Provider: "xen"}, want: `there is no "xen"`},
		"state":      {parameters: vm.Parameters{State: "/a:b"}, want: `state: "/a:b"`},
		"cache":      {parameters: vm.Parameters{Cache: "/"}, want: `cache: "/"`},
		"nic":        {parameters: vm.Parameters{NIC: "an-interface-too-long"}, want: "nic"},
		"network":    {parameters: vm.Parameters{Networks: []vm.Network{{Name: "lan", NIC: "a"}}}, want: `"lan" is taken`},
		"same nic":   {parameters: vm.Parameters{NIC: "a", Networks: []vm.Network{{Name: "b", NIC: "a"}}}, want: `nic: "a" is taken`},
		"address":    {host: ", hrun_address: 192.168.4.30/27", want: "its address 192.168.4.30 is that of busybox"},
		"port":       {host: ", ansible_host: 127.0.0.1, ansible_port: 22022", want: "its port 22022 of 127.0.0.1 is that of busybox"},
		"key":        {host: ", ansible_ssh_private_key_file: /other", want: "its key is not that of busybox"},
		"user":       {host: ", ansible_user: ''", want: "set ansible_user"},
		"known":      {host: ", ansible_ssh_common_args: ''", want: "UserKnownHostsFile"},
		"name":       {text: "      children: {more: {hosts: {net: {hrun_address: 192.168.4.1/27}}}}\n", want: "machine net: a machine cannot have this name"},
		"no address": {text: "      children: {more: {hosts: {node02: {}}}}\n", want: "machine node02: it has no address"},
	} {
		t.Run(name, func(t *testing.T) {
			text := fmt.Sprintf(machines, c.host, c.text)
			if strings.HasPrefix(c.host, ", hrun_address") {
				text = strings.Replace(text, ", hrun_address: 192.168.4.21/27", "", 1)
			}
			_, _, err := build(load(t, text), vm.Recipe{Parameters: c.parameters})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}

func TestNoHypervisor(t *testing.T) {
	text := fmt.Sprintf(machines, "", "")
	_, _, err := build(load(t, strings.Replace(text, "hypervisors:", "others:", 1)), vm.Recipe{})
	var empty *inventory.EmptyGroupError
	if !errors.As(err, &empty) || empty.Group != "hypervisors" {
		t.Errorf("without the group: %v", err)
	}
	_, _, err = build(load(t, strings.Replace(text, "ansible_connection: local", "ansible_host: far", 1)), vm.Down{})
	if err == nil || !strings.Contains(err.Error(), "ansible_connection: local") {
		t.Errorf("with a hypervisor elsewhere: %v", err)
	}
}
