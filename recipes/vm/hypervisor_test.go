package vm_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/vm"
)

// of asks for the hypervisor of an inventory, where a provider has made the lab.
func of(t *testing.T, inv *inventory.Inventory, made string) (h vm.Hypervisor, known bool, err error) {
	t.Helper()
	facts := recipes.Facts{}
	facts.Add("localhost", "provider of lab demo", made)
	_, err = recipes.BuildKnowing(facts, inv, recipestest.Secrets(), asks(func(p *recipes.Play) error {
		var err error
		h, known, err = vm.Of(p)
		return err
	}))
	return h, known, err
}

// asks is a recipe that does nothing but ask.
type asks func(*recipes.Play) error

func (a asks) Build(p *recipes.Play) error { return a(p) }

const vmDemo = "        vm: {lab: demo, machine: {memory: 512}}\n"

// The machines of the lab are the hypervisor's to crash, by what the inventory
// says of it, and by nothing else.
func TestOf(t *testing.T) {
	inv := load(t, fmt.Sprintf(machines, "", vmDemo))
	for _, provider := range []string{"nspawn", "qemu", "virtualbox"} {
		h, known, err := of(t, inv, provider+"\n")
		if err != nil || !known || h.Host.Name != "localhost" || !h.CanCrash("node01") {
			t.Fatalf("%s: %v, known %t, %+v", provider, err, known, h.Host)
		}
		crash, err := h.Crash("node01")
		if err != nil || crash.String() != "machine node01 crashed" {
			t.Errorf("%s: crash: %v, %v", provider, crash, err)
		}
		start, err := h.Start("node01")
		if err != nil || len(start) < 3 {
			t.Errorf("%s: start: %v, %v", provider, start, err)
		}
		if script, err := h.StartScript("node01"); err != nil || script == "" {
			t.Errorf("%s: script: %q, %v", provider, script, err)
		}
		expectNotMade(t, h, "localhost")
	}
}

// expectNotMade wants a machine to be refused.
func expectNotMade(t *testing.T, h vm.Hypervisor, machine string) {
	t.Helper()
	_, crash := h.Crash(machine)
	_, start := h.Start(machine)
	_, script := h.StartScript(machine)
	for _, err := range []error{crash, start, script} {
		var e *vm.NotMadeError
		if !errors.As(err, &e) || e.Machine != machine {
			t.Errorf("%s: %v", machine, err)
		}
	}
	if h.CanCrash(machine) {
		t.Errorf("%s can be crashed", machine)
	}
}

// Machines that hrun has not made are not crashed.
func TestOfOthers(t *testing.T) {
	with := func(vm string) *inventory.Inventory { return load(t, fmt.Sprintf(machines, "", vm)) }
	for name, c := range map[string]struct {
		inv  *inventory.Inventory
		made string
	}{
		"existing":      {with("        vm: {lab: demo, provider: existing}\n"), "nspawn\n"},
		"not made":      {with(vmDemo), ""},
		"no hypervisor": {load(t, strings.Replace(fmt.Sprintf(machines, "", vmDemo), "hypervisors:", "others:", 1)), "nspawn\n"},
		"no machines":   {load(t, strings.Replace(fmt.Sprintf(machines, "", vmDemo), "machines:", "nodes:", 1)), "nspawn\n"},
	} {
		t.Run(name, func(t *testing.T) {
			h, known, err := of(t, c.inv, c.made)
			if err != nil || !known {
				t.Fatalf("%v, known %t", err, known)
			}
			expectNotMade(t, h, "node01")
		})
	}
	expectNotMade(t, vm.Hypervisor{}, "node01")
}

// As long as nobody has said who made the lab, nothing is known; parameters that
// are wrong are refused at once.
func TestOfAsks(t *testing.T) {
	var known bool
	play, err := recipes.BuildKnowing(nil, load(t, fmt.Sprintf(machines, "", vmDemo)), recipestest.Secrets(), asks(func(p *recipes.Play) (err error) {
		_, known, err = vm.Of(p)
		return err
	}))
	if err != nil || known || len(play.Needs()) != 1 {
		t.Errorf("%v, known %t", err, known)
	}
	if _, _, err := of(t, load(t, fmt.Sprintf(machines, "", "        vm: {lab: De-mo}\n")), "nspawn\n"); err == nil || !strings.Contains(err.Error(), `lab: "De-mo"`) {
		t.Error(err)
	}
}
