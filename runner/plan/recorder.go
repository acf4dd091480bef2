package plan

import (
	"cmp"
	"slices"

	"github.com/hrun-dev/hrun/runner/report"
)

// Recorder keeps what a run in check mode tells of tasks. It is a
// [report.Reporter].
type Recorder struct{ tasks []Task }

var _ report.Reporter = (*Recorder)(nil)

// Report keeps the event of a task.
func (r *Recorder) Report(e report.Event) {
	if e.Kind == report.Task {
		r.tasks = append(r.tasks, of(e))
	}
}

// Tasks returns what was told, by host. What one host did stays in its order.
func (r *Recorder) Tasks() []Task {
	sorted := slices.Clone(r.tasks)
	slices.SortStableFunc(sorted, func(a, b Task) int { return cmp.Compare(a.Host, b.Host) })
	return sorted
}
