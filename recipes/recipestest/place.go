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
	switch t := t.(type) {
	case recipes.Delegated:
		p.at, p.task = at{t.Host.Name, t.Probe()}, t.Task
	case recipes.Late:
		p.at = at{t.From.Name, t.Source}
	}
	return p
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
							if !yield(placeOf(h.Name, w.Task), i > 1) {
								return
							}
						}
					}
				}
			}
		}
	}
}
