// Package recipes turns intentions into ordered work. A recipe is ordinary Go
// that runs before any connection is made; it does no I/O on hosts.
package recipes

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// A Recipe says which hosts play which roles, in which stages. Its exported
// fields are its parameters; the zero value of a field is its default.
type Recipe interface {
	Build(*Play) error
}

// A Role is the work of one host for one purpose: it appends tasks and
// handlers to it.
type Role interface {
	On(*Host) error
}

// RoleFunc is a function used as a Role.
type RoleFunc func(*Host) error

// On calls f.
func (f RoleFunc) On(h *Host) error { return f(h) }

// Secrets keeps values that are made once and used by every later run.
type Secrets interface {
	// Secret returns the secret of that name; if there is none yet it makes
	// one of size random bytes and keeps it.
	Secret(name string, size int) (sh.Secret, error)
}

// Play is the whole work, stage by stage.
type Play struct {
	Inventory *inventory.Inventory
	Secrets   Secrets // nil means that recipes must be given their secrets

	Stages   []*Stage
	Warnings []string // see [Play.Warn]

	// Unreachable is what becomes of hosts that cannot be reached, in those
	// stages of the recipe that do not say so themselves.
	Unreachable Unreachable

	faults *multierror.Error
	known  Facts
	asked  asked
	// What is known on a host by its name alone, by host and name.
	actions  map[[2]string]tasks.Action // of handlers
	rollings map[[2]string]*Rolling
}

// Fault keeps an error of the recipe: the build fails with all that were found.
func (p *Play) Fault(err error) { p.faults = multierror.Append(p.faults, err) }

// nameOf returns the name of a recipe's package, which is what people call it,
// and the type too where a package has several.
func nameOf(r Recipe) string {
	return strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%T", r), "*"), ".Recipe")
}

// Build runs the recipes one after another and returns the play, or every
// fault that was found, as a [*multierror.Error]. Recipes that ask for facts are
// a [*NeedsError] here: see [BuildKnowing].
func Build(inv *inventory.Inventory, secrets Secrets, rs ...Recipe) (*Play, error) {
	p, err := BuildKnowing(nil, inv, secrets, rs...)
	if err != nil {
		return nil, err
	}
	if needs := p.Needs(); len(needs) > 0 {
		return nil, &NeedsError{needs}
	}
	return p, nil
}

// BuildKnowing is as [Build], with what is known about the hosts. A play that
// has [Play.Needs] is to be built again when these are known, and not to be run:
// the runner's Apply does both.
func BuildKnowing(known Facts, inv *inventory.Inventory, secrets Secrets, rs ...Recipe) (*Play, error) {
	p := &Play{Inventory: inv, Secrets: secrets, known: known}
	for _, r := range rs {
		from := len(p.Stages)
		p.Unreachable = Unreachable{}
		if err := r.Build(p); err != nil {
			p.faults = multierror.Append(p.faults, fmt.Errorf("recipe %s: %w", nameOf(r), err))
		}
		for _, s := range p.Stages[from:] {
			p.finish(s)
		}
	}
	if err := p.faults.ErrorOrNil(); err != nil {
		return nil, err
	}
	return p, nil
}

// finish settles what a stage leaves to its recipe, and finds what can be
// wrong with it only now that its fields are set.
func (p *Play) finish(s *Stage) {
	if !s.Unreachable.Said() {
		s.Unreachable = p.Unreachable
	}
	if err := errors.Join(s.checkRolling(), s.checkDelegated(), s.checkCreates()); err != nil {
		p.faults = multierror.Append(p.faults, fmt.Errorf("stage %s: %w", s.Name, err))
	}
}
