package recipestest

import (
	"maps"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// memory is what probes print. Tasks with the same probe look at the same
// thing, and one that was not looked at yet finds what another has left there.
// But the sample of a task knows nothing of the others that are done with the
// same thing, as two lines in one file: so each task remembers its own. What
// undoes each other must not, as what comes before and after work in turn.
type memory struct {
	prints map[at]string
	own    map[at]map[string]string // by name of the task
	shared map[at]bool              // where no task has its own
}

// at is where a probe looks.
type at struct {
	host  string
	probe sh.Script
}

func newMemory() memory {
	return memory{map[at]string{}, map[at]map[string]string{}, map[at]bool{}}
}

// set lets the probe print the text, whatever asks.
func (m memory) set(where at, text string) {
	m.prints[where] = text
	delete(m.own, where)
}

// done lets the probe print the text to the task that has changed it, and to
// those that were not done yet.
func (m memory) done(where at, name, text string) {
	if m.shared[where] {
		m.set(where, text)
		return
	}
	m.prints[where] = text
	if m.own[where] == nil {
		m.own[where] = map[string]string{}
	}
	m.own[where][name] = text
}

// get returns what the probe prints to the task.
func (m memory) get(where at, name string) (text string, known bool) {
	if text, known = m.own[where][name]; !known {
		text, known = m.prints[where]
	}
	return text, known
}

// clone returns a memory that can be changed without this one.
func (m memory) clone() memory {
	c := memory{maps.Clone(m.prints), maps.Clone(m.own), m.shared}
	for where, own := range c.own {
		c.own[where] = maps.Clone(own)
	}
	return c
}
