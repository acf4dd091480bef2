package vm

import (
	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/cloudinit"
)

// firstBoot adds the stage in which the machines are waited for, from where
// the inventory reaches them: until each has configured itself as the instance
// that it is, if that is known, and has booted once more if it wants to.
func (p Parameters) firstBoot(play *recipes.Play, machines []inventory.Host, particular map[string]Machine, instances map[string]string) {
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
		h.Do(cloudinit.Finished{Instance: instances[h.Name]})
		return nil
	}))
	booted.Unreachable = recipes.AwaitUnreachable(p.Boot)
}
