package runner_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/facts"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks/file"
)

// note writes down what kind of host it is on.
type note struct{ Path string }

func (n note) Build(p *recipes.Play) error {
	p.Stage("note", p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error {
		machine, known := facts.Architecture().Of(h)
		if !known {
			return nil
		}
		h.Do(file.Content{Path: n.Path, Body: machine.Debian + "\n"})
		return nil
	}))
	return nil
}

// Apply is for recipes that may ask for facts.
func ExampleRunner_Apply() {
	dir, err := os.MkdirTemp("", "hrun-example-")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	inv, err := inventory.New(inventory.Host{Name: "here", Connection: inventory.Connection{Kind: inventory.Local, State: dir}})
	if err != nil {
		fmt.Println(err)
		return
	}
	recipe := note{filepath.Join(dir, "note")}
	r := runner.Runner{Dialer: local.Dialer{}}
	summary, err := r.Apply(context.Background(), func(known recipes.Facts) (*recipes.Play, error) {
		return recipes.BuildKnowing(known, inv, nil, recipe)
	})
	fmt.Println(summary.Hosts["here"].Changed, err)
	// Output: 1 <nil>
}
