package recipestest_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/file"
)

// lab is a play in which one host makes others, and what these then do.
func lab(t *testing.T, machines ...string) *recipes.Play {
	t.Helper()
	inv := recipestest.Inventory(t, "all: {hosts: {maker: {}, a: {}, b: {}}}")
	return recipestest.Build(t, inv, recipe(func(p *recipes.Play) error {
		maker, _ := inv.Host("maker")
		s := p.Stage("machines", append(p.Inventory.Hosts()[:0:0], maker), recipes.RoleFunc(func(h *recipes.Host) error {
			for _, name := range machines {
				h.Do(file.Directory{Path: "/machines/" + name})
			}
			return nil
		}))
		for _, name := range machines {
			made, _ := inv.Host(name)
			s.Creates = append(s.Creates, made)
		}
		p.Stage("work", s.Creates, recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(file.Directory{Path: "/srv"})
			return nil
		}))
		return nil
	}))
}

const (
	making  = "stage machines\n  maker\n    directory /machines/a\n      directory: absent -> present, mode 755\n"
	working = "stage work\n  a\n    directory /srv\n      directory: absent -> present, mode 755\n"
)

func TestHostsThatAStageMakes(t *testing.T) {
	world := recipestest.Imagine(t, lab(t, "a"))
	const waiting = "stage work\n  a\n    directory /srv, waiting: a is not made yet: the stage machines would make it\n"
	if got := world.Check(); got != making+waiting {
		t.Error(got)
	}
	world.Fail("maker", "directory /machines/a")
	const skipped = "stage work\n  a\n    skipped: it was not made: the stage machines has failed\n"
	if got := world.Apply(); got != "stage machines\n  maker\n    directory /machines/a, failed: the remedy failed\n      directory: absent -> present, mode 755\n"+skipped {
		t.Error(got)
	}
	if got := world.Apply(); got != making+working {
		t.Error(got)
	}
	if left := world.Check(); left != "" {
		t.Error(left)
	}
}

// Of hosts that an earlier play has made it is known what they are like.
func TestHostsThatWereMadeBefore(t *testing.T) {
	world := recipestest.ImagineAfter(t, lab(t, "a"), lab(t, "a", "b"))
	const want = `stage machines
  maker
    directory /machines/b
      directory: absent -> present, mode 755
stage work
  b
    directory /srv, waiting: b is not made yet: the stage machines would make it
`
	if got := world.Check(); got != want {
		t.Error(got)
	}
}
