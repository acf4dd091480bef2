package vm_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/vm"
)

func TestImaginedLab(t *testing.T) {
	inv := recipestest.Inventory(t, `
hypervisors: {hosts: {localhost: {ansible_connection: local}}}
machines:
  hosts: {node: {hrun_address: 192.168.4.21/27, ansible_host: 127.0.0.1, ansible_port: 22022}}
  vars:
    ansible_user: debian
    hrun_ssh_ca: ssh-ca
    ansible_ssh_common_args: -o UserKnownHostsFile=/srv/lab/keys/known_hosts
`)
	parameters := vm.Parameters{Lab: "imagined", Provider: "nspawn"}
	world := recipestest.Imagine(t, recipestest.Build(t, inv, vm.Recipe{Parameters: parameters}))
	if text := world.Apply(); strings.Contains(text, "failed") || !strings.Contains(text, "machine node\n      power: stopped -> running\n") {
		t.Error(text)
	}
	if left := world.Check(); left != "" {
		t.Errorf("a second run would do:\n%s", left)
	}
	known := recipes.Facts{}
	known.Add("localhost", "provider of lab imagined", "")
	down := recipestest.Imagine(t, recipestest.BuildKnowing(t, known, inv, vm.Down{Parameters: parameters}))
	if left := down.Check(); left != "" {
		t.Errorf("where there is no lab, its removal would do:\n%s", left)
	}
}
