package cli

import (
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// Recipe is a recipe that can be named on the command line.
type Recipe struct {
	Name     string         // "hapx", or "hapx/verify" for one that shares the parameters of hapx
	Doc      string         // one line
	Defaults recipes.Recipe // with every parameter at its default

	// New returns the recipe with its parameters from the inventory.
	New func(*inventory.Inventory) (recipes.Recipe, error)
}

// Of returns a recipe under a name. Its parameters are decoded from the
// inventory variable of its name; what that leaves out is as in defaults.
func Of[R recipes.Recipe](name, doc string, defaults R) Recipe {
	r := Recipe{Name: name, Doc: doc, Defaults: defaults}
	r.New = func(inv *inventory.Inventory) (recipes.Recipe, error) {
		made := defaults
		err := inv.Parameters(r.variable(), &made)
		return made, err
	}
	return r
}

// variable is the name of the inventory variable that holds the parameters.
func (r Recipe) variable() string {
	name, _, _ := strings.Cut(r.Name, "/")
	return name
}

// recipe finds a recipe as people write it: with or without "recipes/".
func (p *Program) recipe(written string) (Recipe, error) {
	for _, prefix := range []string{"./", "../", "/"} {
		if strings.HasPrefix(written, prefix) {
			return Recipe{}, &PathRecipeError{written}
		}
	}
	name := strings.TrimSuffix(strings.TrimPrefix(written, "recipes/"), "/")
	var names []string
	for _, r := range p.Recipes {
		if r.Name == name {
			return r, nil
		}
		names = append(names, r.Name)
	}
	return Recipe{}, &UnknownRecipeError{written, inventory.Nearest(name, names)}
}

// ready finds the recipes and gives them their parameters.
func (p *Program) ready(inv *inventory.Inventory, names []string) ([]recipes.Recipe, error) {
	found := make([]Recipe, 0, len(names))
	for _, name := range names { // a wrong name outweighs a wrong parameter
		r, err := p.recipe(name)
		if err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	ready := make([]recipes.Recipe, 0, len(names))
	for _, f := range found {
		r, err := f.New(inv)
		if err != nil {
			return nil, err
		}
		ready = append(ready, r)
	}
	return ready, nil
}
