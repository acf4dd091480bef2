package recipestest

import (
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
)

// sight is what there is to see of a task, and to do about it.
type sight struct {
	place
	change tasks.Change
	err    error // it cannot be judged

	// Of an error: no host can look at the task, or it cannot be made.
	nobody, unmade bool
}

func (s sight) inSync() bool { return s.err == nil && s.change.Empty() }

// see plans the task as the runner would.
func (r *run) see(h *host, t tasks.Task) sight {
	r.t.Helper()
	s := sight{place: placeOf(h.name, t)}
	late, isLate := t.(recipes.Late)
	if isLate {
		made, err := r.make(h, late)
		if err != nil {
			s.err, s.unmade = err, true
			return s
		}
		s.place = placeOf(h.name, made)
	}
	if other := r.hosts[s.host]; other != nil && other.err != nil && other != h {
		s.err, s.nobody = fmt.Errorf("%s: not used any more", s.host), true
		return s
	}
	if other := r.hosts[s.host]; other != nil && other.unmade != nil {
		s.err = other.unmade
		return s
	}
	if s.change, s.err = s.task.Plan(r.look(s.place)); s.err == nil {
		s.err = s.change.Validate()
	}
	if isLate && r.check && s.inSync() && s.change.Tentative == "" {
		if name := r.unsettled(h, late); name != "" {
			s.change.Tentative = "it is made of what " + name + " says, where changes are pending"
		}
	}
	return s
}

// look returns what the probe prints.
func (r *run) look(in place) string {
	r.t.Helper()
	printed, known := r.get(in.at, in.task.String())
	if !known {
		sampler, ok := in.task.(tasks.Sampler)
		if !ok {
			r.t.Fatalf("host %s: %s is no tasks.Sampler: say by World.Prints what its probe prints", in.host, in.task)
		}
		printed, _ = sampler.Sample()
		r.set(in.at, printed)
	}
	return printed
}

// task brings about one task of the host.
func (r *run) task(h *host, w recipes.Work) {
	r.t.Helper()
	s := r.see(h, w.Task)
	switch {
	case s.err != nil && !r.curable(h, s):
		r.fail(h, w, s.change, s.err)
		return
	case s.err != nil && r.check:
		r.story.tell(h, w, "waiting: "+s.err.Error(), s.change)
	case s.change.Empty() && s.change.Tentative != "" && h.pending && r.check:
		r.story.tell(h, w, "waiting: "+s.change.Tentative, s.change)
	case s.err == nil && s.change.Empty():
		return
	}
	r.differ(h)
	free := r.owe(h, w)
	if r.check {
		r.foresee(h, w, s)
		return
	}
	r.cure(h, w, s, free)
}

// differ keeps that the host was, or would be, changed.
func (r *run) differ(h *host) {
	h.pending, h.changed, r.changed = true, true, true
	h.differences++
}

// curable reports whether what was, or would be, done before may be the cure of
// a task that cannot be judged.
func (r *run) curable(h *host, s sight) bool {
	return (h.pending || r.cured) && !s.nobody && (r.check || !s.unmade)
}

// owe lets the host owe what the task notifies, and returns those handlers that
// it did not owe before.
func (r *run) owe(h *host, w recipes.Work) (free []recipes.Debt) {
	for _, hd := range w.Notify {
		debt := recipes.Debt{Handler: hd}
		if printed, known := r.prints[at{h.name, debt.Probe()}]; !known || printed == recipes.Free {
			free = append(free, debt)
		}
		r.set(at{h.name, debt.Probe()}, recipes.Owed)
	}
	return free
}

// foresee tells of a change. Only that debts are paid is foreseen in what
// follows.
func (r *run) foresee(h *host, w recipes.Work, s sight) {
	if s.err == nil && !s.change.Empty() {
		r.story.tell(h, w, "", s.change)
	}
	if debt, ok := w.Task.(recipes.Debt); ok {
		r.set(at{h.name, debt.Probe()}, recipes.Free)
	}
}

// cure makes the change, and looks whether all is as wanted then.
func (r *run) cure(h *host, w recipes.Work, s sight, free []recipes.Debt) {
	r.t.Helper()
	key := [2]string{h.name, w.Task.String()}
	if f, ok := r.fails[key]; ok {
		if f.left != nil {
			r.set(s.at, *f.left)
		} else if s.host == h.name { // nothing was changed, and nothing is owed for it
			for _, debt := range free {
				r.set(at{h.name, debt.Probe()}, recipes.Free)
			}
		}
		r.fail(h, w, s.change, errors.New("the remedy failed"))
		return
	}
	if sampler, ok := s.task.(tasks.Sampler); ok {
		_, after := sampler.Sample()
		r.done(s.at, s.task.String(), after)
	} else if len(r.then[key]) == 0 {
		r.t.Fatalf("host %s: %s is no tasks.Sampler: say by World.Then what its probe prints once it is done", h.name, w.Task)
	}
	if s.err == nil && s.change.Reboots > 0 {
		r.reboot(s.host)
	}
	for _, f := range r.then[key] {
		f()
	}
	if left := r.see(h, w.Task); left.err != nil {
		r.fail(h, w, s.change, fmt.Errorf("after its remedy: %w", left.err))
	} else if !left.change.Empty() {
		r.fail(h, w, s.change, fmt.Errorf("after its remedy, %s is still not as wanted", left.change.Steps[0].Field))
	} else if s.err != nil {
		r.story.tell(h, w, "settled: "+s.err.Error(), s.change)
	} else {
		r.story.tell(h, w, "", s.change)
	}
}

// reboot lets the host forget what a reboot pays for.
func (r *run) reboot(name string) {
	for p := range placesOf(r.play) {
		debt, ok := p.task.(recipes.Debt)
		if ok && p.host == name && r.prints[p.at] == recipes.Owed && debt.Handler.Action.Paid() != "" {
			r.set(p.at, recipes.PaidSince)
		}
	}
}

// fail ends the work of the host.
func (r *run) fail(h *host, w recipes.Work, change tasks.Change, err error) {
	h.err, h.broken = fmt.Errorf("%s: %w", w.Task, err), true
	r.story.tell(h, w, "failed: "+err.Error(), change)
}
