package cli

import (
	"slices"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// work is what a command is to do, on which hosts.
type work struct {
	pattern string // of --limit
	inv     *inventory.Inventory
	recipes []recipes.Recipe
	secrets recipes.Secrets

	limit func(string) bool // nil lets all hosts through
	play  *recipes.Play     // as it is without any fact
	hosts []string          // that the run works on, as far as is known
}

// begin builds the play as far as that goes without asking any host.
func (w *work) begin() (err error) {
	if w.play, err = w.build(nil); err != nil {
		return err
	}
	if w.limit, err = limited(w.inv, w.pattern); err != nil {
		return err
	}
	w.hosts, err = workedOn(w.play, w.pattern, w.limit)
	return err
}

// build builds the play with what is known.
func (w *work) build(known recipes.Facts) (*recipes.Play, error) {
	return recipes.BuildKnowing(known, w.inv, w.secrets, w.recipes...)
}

// limited returns what the pattern lets through; nil lets all through.
func limited(inv *inventory.Inventory, pattern string) (func(string) bool, error) {
	if pattern == "" {
		return nil, nil
	}
	matched, err := inv.Match(pattern)
	if err != nil {
		return nil, err
	}
	return func(name string) bool {
		return slices.ContainsFunc(matched, func(h inventory.Host) bool { return h.Name == name })
	}, nil
}
