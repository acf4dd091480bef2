package vm

import (
	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// firstBoot adds the stage in which the machines are waited for, from where
// the inventory reaches them.
func (p Parameters) firstBoot(play *recipes.Play, machines []inventory.Host, particular map[string]Machine) {
	var on []inventory.Host
	for _, m := range machines {
		if particular[m.Name].starts() {
			on = append(on, m)
		}
	}
	if len(on) == 0 {
		return
	}
	booted := play.Stage("first boot", on, recipes.RoleFunc(func(h *recipes.Host) error {
		return nil
	}))
	booted.Unreachable = recipes.AwaitUnreachable(p.Boot)
}
