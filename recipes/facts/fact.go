// Package facts has what recipes ask hosts before they decide what to do:
// typed facts, each a probe and a function that understands what it prints.
//
// A role asks, and returns if nobody knows yet; the play is built again when
// the host has answered:
//
//	os, known := facts.OS().Of(h)
//	if !known {
//		return nil
//	}
//
// A fact is from the beginning of the run and stays what it is until its end.
// What the run itself brings about is a value, see [Use].
//
// A fact of one's own is a [Fact] of any type.
package facts

import (
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Fact is something that a host can be asked.
type Fact[T any] struct {
	Name string // unique among the facts of a host, such as "os"

	// Probe prints the fact. It is read-only, and exits non-zero if it cannot
	// look; that fails the host.
	Probe sh.Script

	// Parse is pure. An error is a fault of the recipe, or, of a fact given to
	// [Use], fails the task that is made of it; see [ErrMissing].
	//
	// A value that is a [sh.Secret], or is [tasks.Secretive], is masked in all
	// that the run prints from then on. So is everything that the probe of a
	// Fact[sh.Secret] prints.
	Parse func(printed string) (T, error)
}

// Of returns the fact of a host. As long as it is not known, it returns false,
// and has it asked. What Parse refuses is a fault of the recipe, and not known.
func (f Fact[T]) Of(h *recipes.Host) (value T, known bool) {
	printed, known := h.Fact(f.Name, f.Probe)
	if !known {
		return value, false
	}
	value, secrets, err := f.parse(printed)
	h.Conceal(secrets...)
	if err != nil {
		h.Fault(err)
		return value, false
	}
	return value, true
}

// On is as Of, for a recipe that decides by the fact which hosts do what. See
// [recipes.Play.Fact] for what follows if the host does not answer.
func (f Fact[T]) On(p *recipes.Play, host inventory.Host) (value T, known bool) {
	printed, known := p.Fact(host, f.Name, f.Probe)
	if !known {
		return value, false
	}
	value, secrets, err := f.parse(printed)
	p.Conceal(secrets...)
	if err != nil {
		p.Fault(fmt.Errorf("host %s: %w", host.Name, err))
		return value, false
	}
	return value, true
}

// ErrMissing is what Parse returns of a value that is not there yet, but will be
// once something else has been done.
var ErrMissing = errors.New("the value is missing")

// errSecret stands for an error that may quote a secret.
var errSecret = errors.New("what the probe printed is refused, and not shown because it is secret")

// parse returns the value, and what of it is secret, also of what it refuses.
func (f Fact[T]) parse(printed string) (value T, secrets []sh.Secret, err error) {
	value, err = f.Parse(printed)
	switch v := any(value).(type) {
	case sh.Secret:
		secrets = []sh.Secret{v, sh.NewSecret(printed)}
		if err != nil && !errors.Is(err, ErrMissing) {
			err = errSecret
		}
	case tasks.Secretive:
		secrets = v.Secrets()
	}
	if err != nil {
		err = fmt.Errorf("fact %s: %w", f.Name, err)
	}
	return value, secrets, err
}
