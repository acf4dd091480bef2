package runner_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/file"
)

// Check mode tells of a mode and of a body alike, in the words of the file.
func TestComplaint22CheckTellsEveryDifference(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	l.write("a", "conf", "old\n")
	stage := l.stage("files", func(h *recipes.Host) {
		h.Do(file.Content{Path: l.path("a", "conf"), Body: "new\n", Mode: 0o600})
	})
	before := l.tree()
	rec, _, err := l.run(true, stage)
	if err != nil {
		t.Fatal(err)
	}
	steps := rec.find("file " + l.path("a", "conf")).Steps
	if len(steps) != 2 || steps[0].Was != "old\n" || steps[0].Want != "new\n" || steps[1].Field != "mode" || steps[1].Was != "644" || steps[1].Want != "600" {
		t.Errorf("check tells %+v", steps)
	}
	if l.tree() != before {
		t.Error("check has changed something")
	}
}
