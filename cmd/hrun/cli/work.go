package cli

import (
	"context"
	"slices"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// work is what a command is to do, on which hosts.
type work struct {
	pattern string // of --limit
	inv     *inventory.Inventory
	recipes []recipes.Recipe
	secrets recipes.Secrets
	find    bastions
	known   func() []sh.Secret // that must not be shown

	authorities *authorities

	limit func(string) bool // nil lets all hosts through
	play  *recipes.Play     // as it was built last; at first without any fact
	facts recipes.Facts     // that it was built with
	hosts []string          // that the run works on, as far as is known
}

// builder builds a play with what is known about the hosts.
type builder func(recipes.Facts) (*recipes.Play, error)

// prepare reads the inventory, builds the play of the recipes and finds out
// which hosts it is about. If it makes secrets up, they are not kept.
func (p *Program) prepare(ctx context.Context, f *applyFlags, names []string, makeUp bool) (*work, error) {
	inv, err := f.load(ctx, p)
	if err != nil {
		return nil, err
	}
	w := &work{pattern: f.limit, inv: inv}
	if !f.listing() {
		if w.inv, w.find, err = f.override(ctx, p, inv); err != nil {
			return nil, err
		}
	}
	if w.limit, err = limited(w.inv, w.pattern); err != nil { // a slip is told as such, and not as what it makes of the recipe
		return nil, err
	}
	if w.recipes, err = p.ready(w.inv, names); err != nil {
		return nil, err
	}
	w.secrets, w.known, w.authorities = p.store(f.files, makeUp), p.known, p.authorities(f.files)
	if err := w.begin(); err != nil || f.listing() {
		return w, err
	}
	return w, readyLogins(w.inv, w.hosts, w.find)
}

// begin builds the play as far as that goes without asking any host.
func (w *work) begin() (err error) {
	if _, err = w.build(nil); err != nil {
		return err
	}
	w.hosts, err = workedOn(w.play, w.pattern, w.limit)
	return err
}

// build builds the play with what is known.
func (w *work) build(known recipes.Facts) (play *recipes.Play, err error) {
	if play, err = recipes.BuildKnowing(known, w.inv, w.secrets, w.recipes...); err == nil {
		w.play, w.facts = play, known
	}
	return play, err
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
