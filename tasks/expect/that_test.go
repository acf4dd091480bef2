package expect_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/condition"
	"github.com/hrun-dev/hrun/tasks/expect"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func that(script sh.Script) expect.That {
	return expect.That{Condition: condition.Command{Name: "it's ready", Script: script}}
}

func TestThatConforms(t *testing.T) {
	task := func(script sh.Script) func(string) tasks.Task {
		return func(string) tasks.Task { return that(script) }
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "holds", Task: task("true # yes"), InSync: true},
		taskstest.Case{Name: "holds at length", Task: task("case x in x) exit 0 ;; esac"), InSync: true},
		taskstest.Case{Name: "unmet", Task: task("echo 'too early'; exit 1"), Refused: "it is not so: too early"},
	)
}

func TestThatCannotLook(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		r := taskstest.NewHost(t, kind, nil).Run(that("echo why >&2; exit 7").Probe())
		if r.Status != 2 || r.Stderr != "why\n\n" && r.Stderr != "why\n" {
			t.Errorf("%s: exited with %d and %q", kind, r.Status, r.Stderr)
		}
	}
}

func TestThatPlans(t *testing.T) {
	taskstest.Plans(t, map[string]tasks.Task{"ready": that("test -e /ready"), "nothing": expect.That{}})
	taskstest.Golden(t, "that-probe", that("test -e /ready").Probe())
	_, err := that("true").Plan("unmet\nwhy\n")
	var unmet *expect.UnmetError
	if !errors.As(err, &unmet) || unmet.Said != "why" {
		t.Errorf("the error is %v", err)
	}
}

func TestThatKnowsTheSecretsOfItsCondition(t *testing.T) {
	page := condition.HTTP{URL: "http://localhost/", User: "admin", Password: sh.NewSecret("hunter2")}
	if s := (expect.That{Condition: page}).Secrets(); len(s) != 1 || s[0].Reveal() != "hunter2" {
		t.Errorf("it knows %d secrets", len(s))
	}
	if s := that("true").Secrets(); len(s) != 0 {
		t.Errorf("it knows %d secrets", len(s))
	}
}

func ExampleThat() {
	_, err := taskstest.Apply(expect.That{Condition: condition.Path{Path: "/no/such/file"}})
	fmt.Println(err)
	// Output: expect that /no/such/file exists: it is not so: it is absent
}
