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
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/sshca"
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
        hrun_ssh_ca: ssh-ca
        ansible_ssh_common_args: -o UserKnownHostsFile=.hrun/known_hosts
%s`

// build builds a recipe for a hypervisor on which no lab has been made yet.
func build(inv *inventory.Inventory, r recipes.Recipe) ([]string, *recipes.Play, error) {
	return buildKnowing(inv, r, "")
}

// buildKnowing builds a recipe for a hypervisor on which a provider has made
// the lab.
func buildKnowing(inv *inventory.Inventory, r recipes.Recipe, made string) ([]string, *recipes.Play, error) {
	known := recipes.Facts{}
	for _, name := range []string{"lab", "x"} {
		known.Add("localhost", "provider of lab "+name, made)
	}
	known.Add("localhost", "provider of machines", "nspawn\n")
	play, err := recipes.BuildKnowing(known, inv, recipestest.Secrets(), r)
	if err != nil {
		return nil, nil, err
	}
	if needs := play.Needs(); len(needs) > 0 {
		return nil, nil, &recipes.NeedsError{Needs: needs}
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

// All machines boot before the first is waited for, and their keys are known
// before anything connects to them.
func TestRecipe(t *testing.T) {
	inv := load(t, fmt.Sprintf(machines, "", ""))
	got, _, err := build(inv, vm.Recipe{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"containers can be made here", "lab lab is of no other provider", "image of bookworm", "packages for machines of bookworm", "lab lab is made by nspawn", "network of lab lab",
		"root of machine busybox", "machine busybox", "root of machine node01", "machine node01",
		"machine busybox is ready", "port 22022 leads to machine busybox", "machine node01 is ready",
		"host keys in " + inv.Dir() + "/.hrun/known_hosts",
		"cloud-init finished", "cloud-init finished",
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
	known, ok := play.Stages[1].Hosts[0].Work[0].Task.(vm.KnownHosts)
	if !ok {
		t.Fatal("the second stage does not record the host keys")
	}
	names := map[string][]string{}
	for _, h := range known.Hosts {
		key, err := sshca.HostKey(recipestest.Secrets(), "lab", h.Names[0])
		if err != nil {
			t.Fatal(err)
		}
		if h.Key != key.Public {
			t.Errorf("the key of %s is %q, want %q", h.Names[0], h.Key, key.Public)
		}
		names[h.Names[0]] = h.Names
	}
	want := map[string][]string{"busybox": {"busybox", "[busybox]:22022", "[127.0.0.1]:22022"}, "node01": {"node01"}}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
}

// What has made the lab removes it, whatever the inventory says by then.
func TestDown(t *testing.T) {
	inv := load(t, fmt.Sprintf(machines, "", ""))
	parameters := vm.Parameters{Lab: "x", Purge: true, Provider: "virtualbox"}
	got, play, err := buildKnowing(inv, vm.Down{Parameters: parameters}, "nspawn\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"processes of lab x", "network of lab x is removed", "directory /var/lib/hrun/lab/x is removed", "image of bookworm is removed",
		"host keys in " + inv.Dir() + "/.hrun/known_hosts",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := play.Stages[0].Confirm; got != "removes all machines of lab x with their data: busybox, node01, and any other that it has" {
		t.Errorf("what is destroyed: %q", got)
	}
	if _, _, err := buildKnowing(inv, vm.Down{Parameters: parameters}, "xen\n"); err == nil || !strings.Contains(err.Error(), `made by "xen"`) {
		t.Errorf("a lab of a provider that is not known: %v", err)
	}
	none := load(t, strings.ReplaceAll(fmt.Sprintf(machines, "", ""), "    machines:", "    others:"))
	if _, play, err = buildKnowing(none, vm.Down{Parameters: vm.Parameters{Lab: "x"}}, "nspawn\n"); err != nil {
		t.Fatal(err)
	}
	if got := play.Stages[0].Confirm; got != "removes all machines of lab x with their data" {
		t.Errorf("what is destroyed: %q", got)
	}
	parameters.Provider = "existing"
	if got, _, err := buildKnowing(inv, vm.Down{Parameters: parameters}, "nspawn\n"); err != nil || len(got) > 0 {
		t.Errorf("of machines that are simply there, %q, %v", got, err)
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
		"boot":       {parameters: vm.Parameters{Boot: -1}, want: "boot: -1ns is less than nothing"},
		"state":      {parameters: vm.Parameters{State: "/a:b"}, want: `state: "/a:b"`},
		"cache":      {parameters: vm.Parameters{Cache: "/"}, want: `cache: "/"`},
		"packages":   {parameters: vm.Parameters{Packages: []string{"haproxy", "*"}}, want: `packages: "*" is not the name of a package`},
		"removal":    {parameters: vm.Parameters{Packages: []string{"haproxy-"}}, want: `packages: "haproxy-" is not the name of a package`},
		"nic":        {parameters: vm.Parameters{NIC: "an-interface-too-long"}, want: `nic: "an-interface-too-long" is not`},
		"network":    {parameters: vm.Parameters{Networks: []vm.Network{{Name: "lan", NIC: "a"}}}, want: `"lan" is taken`},
		"loopback":   {parameters: vm.Parameters{NIC: "lo"}, want: `nic: "lo" is not`},
		"dots":       {parameters: vm.Parameters{Networks: []vm.Network{{Name: "b", NIC: ".."}}}, want: `nic: ".." is not`},
		"same nic":   {parameters: vm.Parameters{NIC: "a", Networks: []vm.Network{{Name: "b", NIC: "a"}}}, want: `nic: "a" of the network b is that of the network lan`},
		"member":     {parameters: vm.Parameters{Networks: []vm.Network{{Name: "b", NIC: "b", DHCP: []string{"nod01"}}}}, want: "machine nod01: the network b has it"},
		"kind":       {parameters: vm.Parameters{Networks: []vm.Network{{Name: "b", NIC: "b", Kind: "bridged"}}}, want: `networks: b: there is no kind "bridged"`},
		"adapter":    {parameters: vm.Parameters{Networks: []vm.Network{{Name: "b", NIC: "b", Adapter: "vboxnet0"}}}, want: "networks: b: adapter and host are for the kind hostonly"},
		"hostonly":   {parameters: vm.Parameters{Networks: []vm.Network{{Name: "b", NIC: "b", Kind: "hostonly"}}}, want: "network b: containers have internal networks only"},
		"domain":     {parameters: vm.Parameters{Domain: "kube demo"}, want: `domain: "kube demo" is not`},
		"line":       {parameters: vm.Parameters{Domain: "kube.demo\n1.2.3.4 a"}, want: `domain: "kube.demo\n1.2.3.4 a" is not`},
		"of network": {host: ", hrun_address: 192.168.4.0/27", want: "machine node01: its address 192.168.4.0/27 is that of the network lan itself"},
		"address":    {host: ", hrun_address: 192.168.4.30/27", want: "its address 192.168.4.30 is that of busybox"},
		"port":       {text: "      children: {more: {hosts: {node02: {ansible_host: 127.0.0.1, ansible_port: 22022, hrun_address: 192.168.4.2/27}}}}\n", want: "machine node02: its port 22022 of 127.0.0.1 is that of busybox"},
		"no port":    {text: "      children: {more: {hosts: {node02: {ansible_host: 127.0.0.1, hrun_address: 192.168.4.2/27}}}}\n", want: "machine node02: no port of 127.0.0.1 is named"},
		"itself":     {host: ", ansible_host: 127.0.0.1, ansible_port: 22023", want: "machine node01: behind busybox, 127.0.0.1 is busybox itself"},
		"key":        {host: ", hrun_ssh_ca: ''", want: "machine node01: no key will be let in; set hrun_ssh_ca"},
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
	if !errors.As(err, &empty) || empty.Group != "hypervisors" || !strings.Contains(err.Error(), "provider: existing") {
		t.Errorf("without the group: %v", err)
	}
	two := strings.Replace(text, "{localhost: {ansible_connection: local}}", "{localhost: {ansible_connection: local}, far: {}}", 1)
	if _, _, err = build(load(t, two), vm.Down{}); err == nil || !strings.Contains(err.Error(), "localhost, far") {
		t.Errorf("with two hypervisors: %v", err)
	}
}
