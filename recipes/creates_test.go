package recipes_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

func TestStageCannotMakeAHostThatWorksInIt(t *testing.T) {
	hosts := []inventory.Host{{Name: "hypervisor"}, {Name: "machine"}}
	_, err := recipes.Build(nil, nil, recipeFunc(func(p *recipes.Play) error {
		p.Stage("machines", hosts).Creates = hosts[1:]
		return nil
	}))
	if err == nil || !strings.Contains(err.Error(), "stage machines: it creates machine, which works in it") {
		t.Error(err)
	}
}
