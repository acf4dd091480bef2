package taskstest

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks"
)

// sampled checks what a [tasks.Sampler] says that its probe prints: there is
// nothing to do once the task is done, and something before that unless a new
// host is already as wanted. That before cannot be judged is an answer.
func sampled(t testing.TB, task tasks.Task) {
	t.Helper()
	sampler, ok := task.(tasks.Sampler)
	if !ok {
		return
	}
	before, after := sampler.Sample()
	if change, err := task.Plan(after); err != nil || !change.Empty() {
		t.Errorf("after %q is a sample of the task done, but the plan is %d steps, error %v", after, len(change.Steps), err)
	}
	if before == after {
		return
	}
	if change, err := task.Plan(before); err == nil && change.Empty() {
		t.Errorf("before %q is a sample of a new host, but there is nothing to do", before)
	}
}
