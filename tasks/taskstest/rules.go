package taskstest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
)

// named checks the task's name, and that a task that knows what is wrong with
// its fields finds nothing.
func named(t testing.TB, task tasks.Task) {
	t.Helper()
	name := task.String()
	if name == "" || strings.ContainsAny(name, "\n\r") || name != task.String() {
		t.Errorf("String is %q, want the same single line each time", name)
	}
	if v, ok := task.(interface{ Validate() error }); ok {
		if err := v.Validate(); err != nil {
			t.Errorf("Validate: %v", err)
		}
	}
}

// planned plans twice and compares; it also hands Plan what no probe prints,
// which may be an error but must not be a panic.
func planned(t testing.TB, task tasks.Task, got string) (tasks.Change, error) {
	t.Helper()
	change, err := task.Plan(got)
	again, errAgain := task.Plan(got)
	if !reflect.DeepEqual(change, again) || fmt.Sprint(err) != fmt.Sprint(errAgain) {
		t.Errorf("Plan is not pure: %+v, %v, then %+v, %v", change, err, again, errAgain)
	}
	if err := change.Validate(); err != nil {
		t.Error(err)
	}
	for _, s := range change.Steps {
		if s.Field == "" || s.Was == s.Want {
			t.Errorf("step %q shows no difference: %q and %q", s.Field, s.Was, s.Want)
		}
	}
	for _, nonsense := range []string{"", "\n", " ", "nonsense", "a b c d\ne", got[:len(got)/2], got + got} {
		_, _ = task.Plan(nonsense)
	}
	return change, err
}

// noSecrets checks that nothing that a run shows holds a secret of the task.
func noSecrets(t testing.TB, task tasks.Task, got string, change tasks.Change, err error) {
	t.Helper()
	secretive, ok := task.(tasks.Secretive)
	if !ok {
		return
	}
	shown := fmt.Sprintf("%v\n%+v\n%#v\n%s\n%v\n", task, task, task, got, err)
	for _, s := range change.Steps {
		shown += s.Field + "\n" + s.Was + "\n" + s.Want + "\n"
	}
	for i, secret := range secretive.Secrets() {
		if !secret.IsZero() && strings.Contains(shown, secret.Reveal()) {
			t.Errorf("secret %d of %s is shown", i, task)
		}
	}
}
