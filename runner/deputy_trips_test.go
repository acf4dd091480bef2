package runner_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes"
)

// Nothing to do costs one trip a host, also the one that others delegate to.
func TestDelegatedTasksWithNothingToDoCostOneTrip(t *testing.T) {
	l := newBalanced(t)
	st := l.stage(func(h *recipes.Host) {
		h.Do(l.server(h.Name, "up"), cell{Path: l.path(h.Name, "x"), Want: "absent"})
		for _, name := range []string{"one", "two"} {
			h.DoOn(l.host[2], called{name + " of " + h.Name, cell{Path: l.path("lb", name+h.Name), Want: "absent"}})
		}
	})
	_, sum, err := l.run(false, st)
	for name, c := range sum.Hosts {
		if err != nil || c.Trips != 1 {
			t.Errorf("%v: %s %+v", err, name, c)
		}
	}
}
