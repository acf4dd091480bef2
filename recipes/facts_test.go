package recipes_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

func TestBuildRefusesWhatAsksForFacts(t *testing.T) {
	inv, err := inventory.New(inventory.Host{Name: "a"})
	if err != nil {
		t.Fatal(err)
	}
	ask := recipeFunc(func(p *recipes.Play) error {
		p.Stage("s", p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error {
			h.Fact("os", "cat /etc/os-release")
			h.Fact("os", "cat /etc/os-release")
			return nil
		}))
		return nil
	})
	_, err = recipes.Build(inv, nil, ask)
	var ne *recipes.NeedsError
	if !errors.As(err, &ne) || len(ne.Needs) != 1 || err.Error() != "facts are not known: os of a" {
		t.Error(err)
	}
	known := recipes.Facts{}
	known.Add("a", "os", "")
	p, err := recipes.BuildKnowing(known, inv, nil, ask)
	if err != nil || len(p.Needs()) != 0 {
		t.Errorf("%v, %v", err, p.Needs())
	}
}

func TestTwoFactsOfOneNameAreAFault(t *testing.T) {
	inv, err := inventory.New(inventory.Host{Name: "a"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = recipes.BuildKnowing(nil, inv, nil, recipeFunc(func(p *recipes.Play) error {
		p.Stage("s", p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error {
			h.Fact("os", "one")
			h.Fact("os", "two")
			return nil
		}))
		return nil
	}))
	if err == nil || !strings.Contains(err.Error(), `stage s: host a: two different facts are called "os"`) {
		t.Error(err)
	}
}
