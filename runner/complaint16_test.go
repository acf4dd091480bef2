package runner_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// A run that has failed is simply run again: what is done is not done again,
// and what is owed is not forgotten.
func TestComplaint16RunAgainDoesTheRest(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	st := func(name string) *recipes.Stage {
		return l.stage(name, func(h *recipes.Host) {
			log := sh.Word(l.path("a", "log"))
			hd := h.Handler("tell "+name, meeting{"echo told-" + sh.Word(name+"-"+h.Name) + " >>" + log})
			for _, task := range []string{name + "1", name + "2"} {
				path := l.path(h.Name, task)
				h.DoThen(cell{Path: path, Want: "1", Do: sh.Lines(
					"[ ! -e "+sh.Word(path+"-broken")+" ]",
					"echo "+sh.Word(task+"-"+h.Name)+" >>"+log,
					"echo 1 >"+sh.Word(path),
				)}, hd)
			}
		})
	}
	l.write("b", "x2-broken", "")
	var task *runner.TaskError
	if _, _, err := l.run(false, st("x"), st("y")); !errors.As(err, &task) || task.Task != "cell x2" {
		t.Fatal(err)
	}
	l.remove("b", "x2-broken")
	if _, _, err := l.run(false, st("x"), st("y")); err != nil {
		t.Fatal(err)
	}
	done := strings.Fields(l.read("a", "log"))
	for _, want := range []string{"x1-a", "x2-a", "y1-a", "y2-a", "told-x-a", "told-y-a", "x1-b", "x2-b", "y1-b", "y2-b", "told-x-b", "told-y-b"} {
		n := 0
		for _, d := range done {
			if d == want {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s was done %d times", want, n)
		}
	}
	if _, sum, err := l.run(false, st("x"), st("y")); err != nil || sum.Hosts["b"].Trips != 1 || sum.Hosts["b"].Changed != 0 {
		t.Errorf("once more: %v %+v", err, sum.Hosts)
	}
}
