package recipestest_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// Web is a recipe: a web server on every host of a group.
type Web struct{ Greeting string }

func (r Web) Build(p *recipes.Play) error {
	hosts, err := p.Inventory.Group("web")
	if err != nil {
		return err
	}
	p.Stage("web servers", hosts, recipes.RoleFunc(func(h *recipes.Host) error {
		reload := h.Handler("reload nginx", systemd.Reload("nginx"))
		h.Do(packages.Set{Names: []string{"nginx"}})
		h.DoThen(file.Content{Path: "/var/www/html/index.html", Body: r.Greeting + "\n"}, reload)
		h.Do(systemd.Unit{Name: "nginx", State: systemd.Started, Boot: systemd.Enabled})
		return nil
	}))
	return nil
}

// The test of a recipe, with two files that go test -update writes.
func ExampleImagine() {
	var t *testing.T // of the test that this is

	inv := recipestest.Inventory(t, "web: {hosts: {web01: {}, web02: {}}}")
	play := recipestest.Build(t, inv, Web{Greeting: "hello"})

	// What is done on new hosts is as in testdata/new.txt.
	world := recipestest.Imagine(t, play)
	recipestest.Golden(t, "new.txt", world.Check())

	// A run that fails owes a reload, and the next one finishes it.
	world.Fail("web01", "unit nginx")
	world.Apply()
	if owed := world.Owed("web01"); len(owed) != 1 {
		t.Errorf("web01 owes %v, want the reload", owed)
	}
	world.Apply()
	if left := world.Check(); left != "" {
		t.Errorf("there is something left to do:\n%s", left)
	}

	// Another greeting is one file and one reload.
	changed := recipestest.ImagineAfter(t, play, recipestest.Build(t, inv, Web{Greeting: "good morning"}))
	recipestest.Golden(t, "changed.txt", changed.Apply())
}
