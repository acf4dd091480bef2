//go:build lab

package vrrp_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/labtest"
)

// failsOver has the pair tried by the recipe: the VIP moves and comes back, and
// all is as it was.
func failsOver(t *testing.T, l pairOf) {
	events, code := l.Events(t, "vrrp/failover")
	seen := 0
	for _, e := range events {
		switch {
		case e.Kind == "task" && e.Result == "failed":
			t.Errorf("%s: %s: %s: %s", e.Stage, e.Host, e.Task, e.Error)
		case strings.HasPrefix(e.Task, "outage by "):
			seen++
			t.Logf("%s: %s", e.Task, e.Found)
		}
	}
	if code != 0 || seen != 2 {
		t.Errorf("exit %d, %d outages were measured", code, seen)
	}
	l.moves(t, "afterwards", "lb1")
	again, code := l.Events(t, "vrrp", "--assert-idempotent")
	if c := labtest.Total(again); code != 0 || c.Changed != 0 {
		t.Errorf("the recipe changes %d afterwards, exit %d", c.Changed, code)
	}
}
