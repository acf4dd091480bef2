package ansibletest

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
)

// host makes the host that a scene starts from.
func (s scene) host(t testing.TB) *taskstest.Host {
	t.Helper()
	h := debiantest.NewHost(t, "dash")
	s.start(t, h)
	if s.isolate != nil {
		h.Isolate(s.isolate...)
	}
	return h
}

// hrun checks, applies and applies again, and returns what each comparison came
// to, and the tree that is left.
func (s scene) hrun(t testing.TB) ([]report, tree) {
	t.Helper()
	h := s.host(t)
	reports := make([]report, len(s.comparisons))
	before := look(t, h)
	for i, c := range s.comparisons {
		reports[i] = report{check: outcome(t, h, c.ours, false)}
	}
	for path, p := range treesDiffer(before, look(t, h)) {
		t.Errorf("check changed %s from %q to %q", path, p[0], p[1])
	}
	for _, at := range []place{first, second} {
		for i, c := range s.comparisons {
			reports[i][at] = outcome(t, h, c.ours, true)
		}
	}
	return reports, look(t, h)
}

// outcome is what is reported of some tasks that are one wish. In check, what
// cannot be judged waits for the changes before it, as it does in a run.
func outcome(t testing.TB, h *taskstest.Host, all []tasks.Task, apply bool) string {
	t.Helper()
	said := "ok"
	for _, task := range all {
		change, err := h.Plan(task)
		if err != nil && said == "changed" && !apply {
			continue
		}
		if err != nil {
			return failed + lastLine(err.Error())
		}
		if change.Empty() {
			continue
		}
		said = "changed"
		if !apply {
			for _, step := range change.Steps {
				if r := h.Run(step.Preview); r.Status != 0 {
					return failed + lastLine(r.Stderr)
				}
			}
			continue
		}
		if _, r := h.Apply(task); r.Status != 0 {
			return failed + lastLine(r.Stderr)
		}
	}
	return said
}

var temporary = regexp.MustCompile(`/tmp/tmp\.\w+`)

// lastLine is where a failure says what it is, without a name that is another
// each time. What comes before may have times in it.
func lastLine(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	return temporary.ReplaceAllString(lines[len(lines)-1], "CANDIDATE")
}
