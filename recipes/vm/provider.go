package vm

import (
	"maps"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/facts"
	"github.com/hrun-dev/hrun/recipes/vm/existing"
	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/recipes/vm/nspawn"
	"github.com/hrun-dev/hrun/recipes/vm/qemu"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox"
)

// The names of providers.
const (
	isNspawn     = "nspawn"
	isQEMU       = "qemu"
	isVirtualBox = "virtualbox"
	isExisting   = "existing"
)

// providers returns what can make machines, by name.
func providers() map[string]lab.Provider {
	return map[string]lab.Provider{isNspawn: nspawn.Provider{}, isQEMU: qemu.Provider{}, isVirtualBox: virtualbox.Provider{}, isExisting: existing.Provider{}}
}

// names returns the names of the providers in words.
func names() string { return strings.Join(slices.Sorted(maps.Keys(providers())), ", ") }

// usual is the provider that a hypervisor is fit for.
func usual() facts.Fact[string] {
	return facts.Fact[string]{
		Name:  "provider of machines",
		Probe: `if command -v VBoxManage >/dev/null; then echo ` + isVirtualBox + `; else echo ` + isNspawn + `; fi`,
		Parse: func(printed string) (string, error) { return strings.TrimSpace(printed), nil },
	}
}

// made is the provider that the machines of a lab have been made by; empty if
// there are none.
func (p Parameters) made() facts.Fact[string] {
	return facts.Fact[string]{
		Name:  "provider of lab " + p.Lab,
		Probe: hypervisor.Claim{Dir: p.empty().Dir()}.Probe(),
		Parse: func(printed string) (string, error) { return strings.TrimSpace(printed), nil },
	}
}

// choose returns the name of the provider that is to make the machines, unless
// that is not known yet.
func (p Parameters) choose(play *recipes.Play, on inventory.Host) (name string, known bool) {
	if p.Provider != "" {
		return p.Provider, true
	}
	return usual().On(play, on)
}

// chosen returns the name of the provider that is to remove the machines: the
// one that has made them.
func (p Parameters) chosen(play *recipes.Play, on inventory.Host) (name string, known bool) {
	name, known = p.made().On(play, on)
	if known && name == "" {
		return p.choose(play, on)
	}
	return name, known
}
