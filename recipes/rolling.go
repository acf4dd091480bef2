package recipes

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Rolling says how the hosts of a stage take turns: at handlers (see
// [Handler]), or at all they do in the stage (see [Host.TakeTurns]). A turn is
//
//	Before, the work, After, Gate
//
// and only a host that has something to do takes one. A turn that was cut
// short anywhere, by whatever, is owed on the host (see [Debt]): the next run
// finishes it, with After and Gate, before any other host begins one.
type Rolling struct {
	Name   string  // hosts that share it take turns with each other; required, and one Rolling a name on a host
	Serial Batches // hosts at a time; nil means one; the first host's counts

	// MaxFail is how many hosts may have failed, in this stage or before, with
	// the others still taking their turns; more stop the rolling, and what
	// comes after it (see [Stage.MaxFail]). The zero Size means none. The
	// first host's counts.
	MaxFail Size

	// Rank is a read-only script that prints a whole number, or "free". Hosts
	// go in ascending order, so the passive node of a pair should print less
	// than the active one. A host that is "free" gives no service yet: all
	// such hosts go first, at once, with nothing before or after their work.
	// Empty means the order of the stage.
	Rank sh.Script

	// Before is done on a host first, such as draining it. If it fails, the
	// service was not touched: the work is not done and the rolling stops,
	// but what Before began is ended by After and Gate, at once or, if the
	// host is lost, by the next run.
	Before []tasks.Task

	// After undoes Before once the work is done. Where the work has failed, it
	// is not done: a host that is not well is not given back to its clients.
	After []tasks.Task

	// Gate is done on a host after everything else and before the next host
	// starts: usually waits for the host to be healthy again. A gate that
	// fails stops the rolling, and the hosts that had no turn keep their debt;
	// a later run starts with the turns that were not ended. If that run is
	// stopped by the failure of another host, After is done all the same on
	// hosts whose work was done. What is owed when its Rolling leaves the
	// recipe stays on the host, unused.
	Gate []tasks.Task
}

// TakeTurns lets the hosts of the stage take turns at all they do in it, tasks
// and handlers. Every host of the stage must do so, with a Rolling of the same
// name, and its handlers must not roll by themselves. Whether a host has
// anything to do is seen before the first turn of the stage: one that is as
// described takes none, and costs no trip more than it would otherwise.
func (h *Host) TakeTurns(r *Rolling) {
	if h.Rolling != nil && !reflect.DeepEqual(h.Rolling, r) {
		h.fault(fmt.Errorf("it is to take turns by two different Rollings, %q and %q", h.Rolling.Name, r.Name))
	}
	h.Rolling = r
}

// ends reports whether a turn is over only with more than the work itself.
func (r *Rolling) ends() bool { return len(r.Before)+len(r.After)+len(r.Gate) > 0 }

// enclosing returns all that a turn does besides the work.
func (r *Rolling) enclosing() []tasks.Task { return slices.Concat(r.Before, r.After, r.Gate) }

// validate reports what makes no sense by itself.
func (r *Rolling) validate() error {
	if r.Name == "" || len(fileName(gate(r))) > longest {
		return fmt.Errorf("the name of its Rolling has 1 to about %d letters", longest)
	}
	errs := []error{r.Serial.Validate(), checkMaxFail(r.MaxFail)}
	for _, t := range r.enclosing() {
		if v, ok := t.(validator); ok && v.Validate() != nil {
			errs = append(errs, fmt.Errorf("%s: %w", t, v.Validate()))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("rolling %q: %w", r.Name, err)
	}
	return nil
}

// rollings returns every Rolling of the host once, with the name of what it is
// for.
func (h *Host) rollings() map[string]*Rolling {
	all := map[string]*Rolling{}
	if h.Rolling != nil {
		all["the stage"] = h.Rolling
	}
	for _, hd := range h.Handlers {
		if hd.Rolling != nil {
			all[fmt.Sprintf("handler %q", hd.Name)] = hd.Rolling
		}
	}
	return all
}

// checkRollings finds what the Rollings of a host have wrong.
func (h *Host) checkRollings() {
	known := map[string]*Rolling{}
	for _, of := range slices.Sorted(maps.Keys(h.rollings())) {
		r := h.rollings()[of]
		if err := r.validate(); err != nil {
			h.fault(fmt.Errorf("%s: %w", of, err))
			continue
		}
		if known[r.Name] != nil && !reflect.DeepEqual(known[r.Name], r) {
			h.fault(fmt.Errorf("%s: two different Rollings are called %q", of, r.Name))
		}
		known[r.Name] = r
		if h.Rolling != nil && r != h.Rolling {
			h.fault(fmt.Errorf("%s: the host takes turns at the whole stage already", of))
		}
	}
}

// Rolls reports whether any host of the stage takes turns at anything by a
// [Rolling].
func (s *Stage) Rolls() bool {
	return slices.ContainsFunc(s.Hosts, func(h *Host) bool { return len(h.rollings()) > 0 })
}

// checkRolling finds contradictions between the stage and its hosts.
func (s *Stage) checkRolling() error {
	if len(s.Serial) > 0 && s.Rolls() {
		return errors.New("it is serial and has work that rolls: choose one")
	}
	for _, h := range s.Hosts {
		first := s.Hosts[0].Rolling
		if (h.Rolling == nil) != (first == nil) || first != nil && h.Rolling.Name != first.Name {
			return fmt.Errorf("%s and %s do not take turns by one and the same Rolling", s.Hosts[0].Name, h.Name)
		}
	}
	return errors.Join(s.Serial.Validate(), checkMaxFail(s.MaxFail))
}
