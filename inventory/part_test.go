package inventory

import "testing"

const parts = `
all:
  hosts: {other: {}}
  children:
    lab:
      hosts: {a: {}, b: {}}
      vars:
        vm: {provider: nspawn, machine: {cpus: 1, memory: 512}, networks: [lan]}
        empty:
`

func partsInventory(t *testing.T) *Inventory {
	t.Helper()
	t.Chdir(t.TempDir())
	write(t, "inv.yml", parts)
	inv, err := Load("inv.yml")
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

func TestPartsOfVariables(t *testing.T) {
	before := partsInventory(t)
	for _, c := range []struct {
		assignments          []string
		host, variable, want string
	}{
		{[]string{"vm.provider=qemu"}, "a", "vm", `{"machine":{"cpus":1,"memory":512},"networks":["lan"],"provider":"qemu"}`},
		{[]string{"vm.machine.cpus=2 vm.machine.disks.data=10"}, "b", "vm", `{"machine":{"cpus":"2","disks":{"data":"10"},"memory":512},"networks":["lan"],"provider":"nspawn"}`},
		{[]string{"vm.provider=qemu", "vm.provider=existing", "vm.machine.cpus=3"}, "a", "vm", `{"machine":{"cpus":"3","memory":512},"networks":["lan"],"provider":"existing"}`},
		{[]string{`{"vm": {"lab": "x", "provider": "nspawn"}}`, "vm.provider=qemu"}, "a", "vm", `{"lab":"x","provider":"qemu"}`},
		{[]string{"vm.provider=qemu", `{"vm": {"lab": "x"}}`}, "other", "vm", `{"lab":"x"}`},
		{[]string{"vm.provider=qemu"}, "other", "vm", ""},
		{[]string{`{"vm.provider": "qemu", "vm.machine.cpus": 2}`}, "a", "vm", `{"machine":{"cpus":2,"memory":512},"networks":["lan"],"provider":"qemu"}`},
		{[]string{"{odd-name.x: 1}"}, "other", "odd-name.x", "1"},
		{[]string{"empty.x=1"}, "a", "empty", `{"x":"1"}`},
		{[]string{"new.deep.key=a.b=c"}, "other", "new", `{"deep":{"key":"a.b=c"}}`},
	} {
		after, err := before.WithExtra(c.assignments...)
		if err != nil {
			t.Errorf("%v: %v", c.assignments, err)
			continue
		}
		h, _ := after.Host(c.host)
		got := ""
		if v, ok := h.Vars[c.variable]; ok {
			text, _ := v.MarshalJSON()
			got = string(text)
		}
		if got != c.want {
			t.Errorf("%v: %s has %s\nwant %s", c.assignments, c.host, got, c.want)
		}
	}
	if a, _ := before.Host("a"); len(a.Vars["vm"].node.pairs) != 3 {
		t.Errorf("the old inventory changed: %s", a.Vars["vm"])
	}
}

// The rest of a recipe's parameters stay those of the inventory.
func TestPartOfParameters(t *testing.T) {
	inv, err := partsInventory(t).WithExtra("vm.machine.cpus=4")
	if err != nil {
		t.Fatal(err)
	}
	var vm struct {
		Provider string
		Machine  struct{ CPUs, Memory int }
		Networks []string
	}
	if err := inv.Parameters("vm", &vm); err != nil || vm.Machine.CPUs != 4 || vm.Machine.Memory != 512 || vm.Provider != "nspawn" {
		t.Errorf("%v %+v", err, vm)
	}
}

func TestPartsThatLeadThroughNoMapping(t *testing.T) {
	inv := partsInventory(t)
	for assignment, want := range map[string]string{
		"vm.provider.kind=x":                "-e: vm.provider.kind: vm.provider is text, not a mapping (inv.yml:8)",
		"vm.networks.0=x":                   "-e: vm.networks.0: vm.networks is a list, not a mapping (inv.yml:8)",
		"x=1 x.y=2":                         "-e: x.y: x is text, not a mapping (-e)",
		"vm.machine.memory.unit.of.it=byte": "-e: vm.machine.memory.unit.of.it: vm.machine.memory is a number, not a mapping (inv.yml:8)",
	} {
		if _, err := inv.WithExtra(assignment); err == nil || err.Error() != want {
			t.Errorf("%s: %v\nwant %s", assignment, err, want)
		}
	}
}
