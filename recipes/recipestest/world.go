package recipestest

import (
	"slices"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
)

// World is the hosts of a play as one imagines them: what every probe prints
// there. At first they are new, and print what [tasks.Sampler] says of a host
// that has nothing of a task yet. Once a task is done they print what it says
// of one that is as wanted.
//
// Tasks with the same probe look at the same thing: what one of them has done
// is what the other sees. Otherwise a task changes only what its own probe
// prints; [World.Then] says what else it brings about. No script runs, so
// whether probes and remedies do what they should is not tested here.
//
// Hosts that a stage of the play creates are there once an Apply has done that
// stage.
//
// A name that no task of the host has fails the test. A World is not safe for
// concurrent use.
type World struct {
	t    testing.TB
	play *recipes.Play
	work map[[2]string][]place // by host and name
	memory
	then  map[[2]string][]func()
	fails map[[2]string]failing // in the next Apply
	lived map[string]bool       // hosts that an Apply has been through
	made  map[string]bool       // hosts that a stage has made, see recipes.Stage.Creates
	cured bool                  // an Apply has changed something
}

// failing is a remedy that fails; what its probe prints then, if that is known.
type failing struct{ left *string }

// Imagine returns new hosts for the play.
func Imagine(t testing.TB, play *recipes.Play) *World {
	t.Helper()
	w := &World{
		t: t, play: play, work: map[[2]string][]place{}, memory: newMemory(),
		then: map[[2]string][]func(){}, fails: map[[2]string]failing{}, lived: map[string]bool{}, made: map[string]bool{},
	}
	for p, encloses := range placesOf(play) {
		key := [2]string{p.of, p.name}
		w.work[key] = append(w.work[key], p)
		if _, ok := p.task.(recipes.Debt); ok || encloses {
			w.shared[p.at] = true
		}
	}
	return w
}

// ImagineAfter returns hosts for the play that an earlier one has brought up:
// what is left to do is what a change of a recipe, or of its parameters, means
// to them. Tasks of the two plays are the same if they have the same name.
func ImagineAfter(t testing.TB, earlier, play *recipes.Play) *World {
	t.Helper()
	w := Imagine(t, play)
	for _, s := range earlier.Stages {
		for _, h := range s.Creates {
			w.made[h.Name] = true
		}
	}
	for done := range placesOf(earlier) {
		w.lived[done.of] = true
		sampler, ok := done.task.(tasks.Sampler)
		if !ok {
			continue
		}
		_, after := sampler.Sample()
		for _, p := range w.work[[2]string{done.of, done.name}] {
			w.done(p.at, p.task.String(), after)
		}
	}
	return w
}

// Prints lets the probe of the task print the text on the host from now on,
// until the task is done. For a handler, "handler NAME", it is one of
// [recipes.Owed], [recipes.Free] and [recipes.PaidSince]; for a [recipes.Late],
// which is named with the host that it is a task of, it is what its source
// prints on every host that is asked (see [World.Answers]).
func (w *World) Prints(host, task, text string) {
	w.t.Helper()
	for _, p := range w.find(host, task) {
		w.set(p.at, text)
	}
}

// Answers lets the source of the [recipes.Late] of the host print the text from
// now on, on one of the hosts that are asked.
func (w *World) Answers(host, task, asked, text string) {
	w.t.Helper()
	found := false
	for _, p := range w.find(host, task) {
		if _, late := p.task.(recipes.Late); late && p.host == asked {
			w.set(p.at, text)
			found = true
		}
	}
	if !found {
		w.t.Fatalf("host %s: %s does not ask %s anything", host, task, asked)
	}
}

// Then has f called whenever a change of the task has been done on the host: it
// says by [World.Prints] what else that has brought about.
func (w *World) Then(host, task string, f func()) {
	w.t.Helper()
	w.find(host, task)
	key := [2]string{host, task}
	w.then[key] = append(w.then[key], f)
}

// Fail lets the remedy of the task fail in the next [World.Apply], without
// having changed anything.
func (w *World) Fail(host, task string) {
	w.t.Helper()
	w.find(host, task)
	w.fails[[2]string{host, task}] = failing{}
}

// FailHalfway lets the remedy of the task fail in the next [World.Apply], when
// it has come so far that the probe prints the text.
func (w *World) FailHalfway(host, task, text string) {
	w.t.Helper()
	w.find(host, task)
	w.fails[[2]string{host, task}] = failing{&text}
}

// Ranks lets every [recipes.Rolling.Rank] print the word on the host from now
// on. Without that it is "free" on a host that no Apply has been through, and
// then "0".
func (w *World) Ranks(host, word string) {
	w.t.Helper()
	found := false
	for _, s := range w.play.Stages {
		for _, seg := range s.Segments() {
			if part := seg.Of[host]; part != nil && part.Rolling != nil {
				w.set(at{host, part.Rolling.Rank}, word)
				found = true
			}
		}
	}
	if !found {
		w.t.Fatalf("host %s takes no turns at anything", host)
	}
}

// Owed returns the names of the handlers that the host owes, in the order in
// which it declares them.
func (w *World) Owed(host string) []string {
	var owed []string
	seen := map[string]bool{}
	for _, s := range w.play.Stages {
		for _, h := range s.Hosts {
			for _, hd := range h.Handlers {
				debt := recipes.Debt{Handler: hd}
				if h.Name == host && !seen[hd.Name] && w.prints[at{host, debt.Probe()}] == recipes.Owed {
					owed = append(owed, hd.Name)
				}
				seen[hd.Name] = seen[hd.Name] || h.Name == host
			}
		}
	}
	return owed
}

// find returns the tasks of that name.
func (w *World) find(host, task string) []place {
	w.t.Helper()
	found := w.work[[2]string{host, task}]
	if len(found) == 0 {
		var names []string
		for key := range w.work {
			if key[0] == host {
				names = append(names, key[1])
			}
		}
		w.t.Fatalf("host %s has no task %q, only:\n%s", host, task, strings.Join(slices.Sorted(slices.Values(names)), "\n"))
	}
	return found
}
