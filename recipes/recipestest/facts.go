package recipestest

import (
	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// HostKnowing is as [Host], for roles that ask for facts: known holds what the
// probes of the facts print there, by name. What the roles ask for besides is a
// [*recipes.NeedsError].
func HostKnowing(name string, known map[string]string, roles ...recipes.Role) (*recipes.Host, error) {
	inv, err := inventory.New(inventory.Host{Name: name})
	if err != nil {
		return nil, err
	}
	play, err := recipes.BuildKnowing(recipes.Facts{name: known}, inv, nil, oneStage(roles))
	if err != nil {
		return nil, err
	}
	if needs := play.Needs(); len(needs) > 0 {
		return nil, &recipes.NeedsError{Needs: needs}
	}
	return play.Stages[0].Hosts[0], nil
}
