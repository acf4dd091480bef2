package runner_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes"
)

// What was planned from what a host was like is not done to a host that is
// another by then: an earlier task, and whatever else, may have changed it.
func TestComplaint21NothingIsDoneByStaleFacts(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	l.write("a", "right", "1\n")
	l.write("a", "wrong", "0\n")
	rec, _, err := l.run(false, l.stage("s", func(h *recipes.Host) {
		h.Do(cell{Path: l.path("a", "x"), Want: "1", Scribble: l.path("a", "right")})
		h.Do(cell{Path: l.path("a", "y"), Want: "1", Scribble: l.path("a", "wrong")})
		h.Do(cell{Path: l.path("a", "right"), Want: "1"}, cell{Path: l.path("a", "wrong"), Want: "1"})
	}))
	if got := rec.results(); err != nil || got != "cell x=changed cell y=changed cell right=changed cell wrong=changed" {
		t.Errorf("%v: %s", err, got)
	}
	for _, task := range []string{"cell right", "cell wrong"} {
		if e := rec.find(task); len(e.Steps) != 1 || e.Steps[0].Was != "scribble" {
			t.Errorf("%s is told by what it was before: %+v", task, e.Steps)
		}
	}
	if l.read("a", "right") != "1\n" || l.read("a", "wrong") != "1\n" {
		t.Errorf("right is %q, wrong is %q", l.read("a", "right"), l.read("a", "wrong"))
	}
}
