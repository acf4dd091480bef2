package packages

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
)

// TestListsConform tries the task with the real apt.
func TestListsConform(t *testing.T) {
	lists := func(string) tasks.Task { return Lists{} }
	aa := Set{Names: []string{"aa"}}
	taskstest.Conform(t,
		taskstest.Case{Name: "none", Host: on(), Task: lists},
		taskstest.Case{Name: "old", Host: old(on(aa)), Task: lists},
		taskstest.Case{Name: "new", Host: on(aa), Task: lists, InSync: true},
	)
}

// A source that cannot be read leaves the lists old: the remedy ends well, as
// apt may still know enough, but the task has failed.
func TestListsOfAnUnreachableSource(t *testing.T) {
	h := debian(t, "dash")
	bring(t, h, Lists{})
	debiantest.Write(t, h, "etc/apt/sources.list.d/gone.list", "deb [trusted=yes] file:/gone ./\n")
	c, r := h.Apply(Lists{})
	if c.Empty() || r.Status != 0 || !strings.Contains(r.Stderr, "going on with the lists") {
		t.Fatalf("%v %+v", c, r)
	}
	if left, err := h.Plan(Lists{}); err != nil || left.Empty() {
		t.Errorf("they count as new: %v", err)
	}
}
