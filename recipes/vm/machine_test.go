package vm_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/recipes/vm/image"
	"github.com/hrun-dev/hrun/recipes/vm/nspawn"
)

// roots returns what each machine begins with, by name.
func roots(t *testing.T, text string, p vm.Parameters) map[string]nspawn.Root {
	t.Helper()
	p.Provider = "nspawn"
	_, play, err := build(load(t, text), vm.Recipe{Parameters: p})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]nspawn.Root{}
	for _, w := range play.Stages[0].Hosts[0].Work {
		if root, ok := w.Task.(nspawn.Root); ok {
			all[root.Machine] = root
		}
	}
	return all
}

// What the inventory says of one machine counts for that one, and what it does
// not say is as for all.
func TestMachineOfItsOwn(t *testing.T) {
	machine := vm.Machine{Packages: []string{"tree"}}
	all := roots(t, fmt.Sprintf(machines, `, vm_machine: {macs: {lan: "52:54:00:00:00:07"}, reboot: true}`, ""), vm.Parameters{Machine: machine})
	for name, want := range map[string]map[string]bool{
		"busybox": {"- tree\n": true, "mode: reboot": false},
		"node01":  {"- tree\n": true, "mode: reboot": true},
	} {
		for text, has := range want {
			if strings.Contains(all[name].Seed.UserData, text) != has {
				t.Errorf("%s: %q in its user-data: want %t:\n%s", name, text, has, all[name].Seed.UserData)
			}
		}
	}
	if got := all["node01"].Links; got != "lan enp0s3.41 192.168.4.21/27 52:54:00:00:00:07" {
		t.Errorf("its links are %s", got)
	}
}

// What a machine installs at its first boot can be had where nothing leads out.
func TestMachinePackagesAreFetched(t *testing.T) {
	_, play, err := build(load(t, fmt.Sprintf(machines, `, vm_machine: {packages: [zsh, haproxy]}`, "")),
		vm.Recipe{Parameters: vm.Parameters{Provider: "nspawn", Packages: []string{"haproxy"}, Machine: vm.Machine{Packages: []string{"tree"}}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range play.Stages[0].Hosts[0].Work {
		if repository, ok := w.Task.(image.Repository); ok {
			if diff := cmp.Diff([]string{"haproxy", "tree", "zsh"}, repository.Packages); diff != "" {
				t.Error(diff)
			}
			return
		}
	}
	t.Error("no packages are fetched")
}

func TestMachineThatIsOff(t *testing.T) {
	names, play, err := build(load(t, fmt.Sprintf(machines, `, vm_machine: {start: false}`, "")), vm.Recipe{Parameters: vm.Parameters{Provider: "nspawn"}})
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(names, "\n")
	if !strings.Contains(text, "root of machine node01") || strings.Contains(text, "\nmachine node01") {
		t.Errorf("the tasks are\n%s", text)
	}
	if hosts := play.Stages[2].Hosts; len(hosts) != 1 || hosts[0].Name != "busybox" {
		t.Errorf("%d hosts are waited for", len(hosts))
	}
}

// A person's key may log in where no certificate gets one: at the machine that
// is reached directly.
func TestKey(t *testing.T) {
	const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop somebody"
	file := filepath.Join(t.TempDir(), "id.pub")
	if err := os.WriteFile(file, []byte(key+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf(machines, "", "")
	for _, given := range []string{key, file} {
		for trusts, want := range map[string]map[string]bool{"ssh-ca": {"busybox": true, "node01": false}, "''": {"busybox": true, "node01": true}} {
			got := map[string]bool{}
			for name, root := range roots(t, strings.Replace(text, "hrun_ssh_ca: ssh-ca", "hrun_ssh_ca: "+trusts, 1), vm.Parameters{Key: given}) {
				got[name] = strings.Contains(root.Seed.UserData, key)
				if ca := strings.Contains(root.Seed.UserData, "TrustedUserCAKeys"); ca != (trusts == "ssh-ca") {
					t.Errorf("%s trusts an authority: %t", name, ca)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", given, diff)
			}
		}
	}
	for given, want := range map[string]string{"/nowhere/id.pub": "/nowhere/id.pub: no such file", "ssh-rsa nonsense": "it is not one public key"} {
		_, _, err := build(load(t, text), vm.Recipe{Parameters: vm.Parameters{Provider: "nspawn", Key: given}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", given, err, want)
		}
	}
}

func TestMachineFaults(t *testing.T) {
	for host, want := range map[string]string{
		"vm_machine: {cpu: 2}":                                     `unknown parameter "cpu" (did you mean "cpus"?)`,
		"vm_machine: {cpus: 65}":                                   "cpus: 65 is not between 1 and 64",
		"vm_machine: {memory: 64}":                                 "memory: 64 MiB is too little",
		"vm_machine: {disks: [{name: a}]}":                         "disks: a has a size of 0 MiB",
		"vm_machine: {disks: [{name: a, size: 1}, {name: a}]}":     `disks: the name "a" is taken`,
		"vm_machine: {packages: ['--purge']}":                      `packages: "--purge" is not the name of a package`,
		"vm_machine: {image: golden}":                              "a container begins with an image that is built here, not with golden",
		"vm_machine: {macs: {wan: '52:54:00:00:00:01'}}":           "macs: there is no network wan",
		"vm_machine: {macs: {lan: '52-54'}}":                       "macs: 52-54 is not a hardware address",
		"vm_machine: {macs: {lan: '53:54:00:00:00:01'}}":           "is that of a group of machines",
		"vm_machine: {user_data: nowhere.yaml}":                    "nowhere.yaml: no such file",
		"hrun_via: busybox, ansible_host: 127.0.0.1":               "behind busybox, 127.0.0.1 is busybox itself",
		"vm_machine: {macs: {lan: '52:54:00:00:00:01', nat: '0'}}": "macs: 0 is not a hardware address",
	} {
		_, _, err := build(load(t, fmt.Sprintf(machines, ", "+strings.TrimPrefix(host, "hrun_via: busybox, "), "")), vm.Recipe{Parameters: vm.Parameters{Provider: "nspawn"}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", host, err, want)
		}
	}
	same := strings.Replace(fmt.Sprintf(machines, "", ""), "      vars:\n", "      vars:\n        vm_machine: {macs: {lan: '52:54:00:AA:00:01'}}\n", 1)
	if _, _, err := build(load(t, same), vm.Recipe{Parameters: vm.Parameters{Provider: "nspawn"}}); err == nil || !strings.Contains(err.Error(), "machine node01: its hardware address 52:54:00:aa:00:01 is that of busybox") {
		t.Errorf("one hardware address for all: %v", err)
	}
}

// The machines are there: nothing is made, and no hypervisor is needed.
func TestExisting(t *testing.T) {
	text := strings.Replace(fmt.Sprintf(machines, "", ""), "hypervisors:", "others:", 1)
	names, play, err := build(load(t, text), vm.Recipe{Parameters: vm.Parameters{Provider: "existing"}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"cloud-init finished", "cloud-init finished"}, names); diff != "" {
		t.Error(diff)
	}
	if play.Stages[0].Unreachable.Wait() == 0 {
		t.Error("they are not waited for")
	}
}

// A machine on a hypervisor elsewhere is reached through that.
func TestFarHypervisor(t *testing.T) {
	text := strings.Replace(fmt.Sprintf(machines, "", ""), "{localhost: {ansible_connection: local}}", "{far: {ansible_host: far.example}}", 1)
	known := recipes.Facts{}
	known.Add("far", "provider of machines", "nspawn\n")
	if _, err := recipes.BuildKnowing(known, load(t, text), recipestest.Secrets(), vm.Recipe{}); err == nil || !strings.Contains(err.Error(), "machine busybox: 127.0.0.1 is this machine's, and the way in is at that of far; set hrun_via: far") {
		t.Errorf("a bastion that cannot be reached: %v", err)
	}
	through := strings.Replace(text, "ansible_port: 22022,", "ansible_port: 22022, hrun_via: far,", 1)
	play := recipestest.BuildKnowing(t, known, load(t, through), vm.Recipe{})
	for i, want := range []string{"far", "localhost", "busybox"} {
		if got := play.Stages[i].Hosts[0].Name; got != want {
			t.Errorf("stage %s is of %s, want %s", play.Stages[i].Name, got, want)
		}
	}
	if outline := recipestest.Outline(play.Stages[0].Hosts[0]); !strings.Contains(outline, "port 22022 leads to machine busybox") {
		t.Errorf("the hypervisor does\n%s", outline)
	}
}
