package recipestest

import (
	"iter"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
)

// place is a task, and where it is done.
type place struct {
	at
	task     tasks.Task
	of, name string // the host whose work it is, and what it is called there
}

func placeOf(host string, t tasks.Task) place {
	p := place{at{host, t.Probe()}, t, host, t.String()}
	if t, ok := t.(recipes.Delegated); ok {
		p.at, p.task = at{t.Host.Name, t.Probe()}, t.Task
	}
	return p
}

// places returns where a task is looked for: one that is yet to be made, on
// every host that is asked.
func places(host string, t tasks.Task) []place {
	late, ok := t.(recipes.Late)
	if !ok {
		return []place{placeOf(host, t)}
	}
	all := make([]place, len(late.From))
	for i, in := range late.From {
		all[i] = place{at{in.Name, late.Source}, t, host, late.Name}
	}
	return all
}

// placesOf yields all that the play has to do, in order, and whether that
// encloses work in turn.
func placesOf(play *recipes.Play) iter.Seq2[place, bool] {
	return func(yield func(place, bool) bool) {
		for _, s := range play.Stages {
			for _, seg := range s.Segments() {
				for _, h := range s.Hosts {
					part := seg.Of[h.Name]
					if part == nil {
						continue
					}
					for i, ws := range [][]recipes.Work{part.Work, part.Passed, part.Before, part.After, part.Gate} {
						for _, w := range ws {
							for _, p := range places(h.Name, w.Task) {
								if !yield(p, i > 1) {
									return
								}
							}
						}
					}
				}
			}
		}
	}
}
