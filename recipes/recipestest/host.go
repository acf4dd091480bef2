package recipestest

import (
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// Host returns the work of the host of that name when it plays the roles, or
// their faults.
func Host(name string, roles ...recipes.Role) (*recipes.Host, error) {
	inv, err := inventory.New(inventory.Host{Name: name})
	if err != nil {
		return nil, err
	}
	play, err := recipes.Build(inv, nil, oneStage(roles))
	if err != nil {
		return nil, err
	}
	return play.Stages[0].Hosts[0], nil
}

// oneStage is a recipe of one stage, in which every host plays the roles.
type oneStage []recipes.Role

func (s oneStage) Build(p *recipes.Play) error {
	p.Stage("nodes", p.Inventory.Hosts(), s...)
	return nil
}

// Outline lists the tasks of a host in order, each with the handlers that it
// notifies: "TASK -> HANDLER, HANDLER".
func Outline(h *recipes.Host) string {
	var b strings.Builder
	for _, w := range h.Work {
		b.WriteString(w.Task.String())
		for i, n := range w.Notify {
			b.WriteString([]string{" -> ", ", "}[min(i, 1)] + n.Name)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
