package tasks_test

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks"
)

func TestChangeScriptStopsAtTheFirstFailure(t *testing.T) {
	var c tasks.Change
	c.Differ("a", "1", "1", "never")
	if !c.Empty() || c.Script() != "" {
		t.Errorf("no difference, but %+v", c)
	}
	c.Differ("a", "1", "2", "one || two")
	c.Differ("b", "1", "2", "three")
	if got, want := c.Script(), "( one || two\n) &&\n( three\n)"; string(got) != want {
		t.Errorf("script %q, want %q", got, want)
	}
}

func TestDifferenceWithoutRemedyIsInvalid(t *testing.T) {
	var c tasks.Change
	c.Differ("mode", "600", "644", "")
	if err := c.Validate(); err == nil || err.Error() != `mode differs ("600", want "644") but has no remedy` {
		t.Error(err)
	}
}

func TestOnlyOneStepMayUpload(t *testing.T) {
	c := tasks.Change{Steps: []tasks.Step{
		{Field: "a", Do: "true"},
		{Field: "b", Do: "true", Upload: &tasks.Upload{Path: "/one"}},
	}}
	if err := c.Validate(); err != nil || c.Upload() != c.Steps[1].Upload {
		t.Errorf("%v, %v", err, c.Upload())
	}
	c.Steps = append(c.Steps, tasks.Step{Field: "c", Do: "true", Upload: &tasks.Upload{Path: "/two"}})
	if err := c.Validate(); err == nil || err.Error() != "c uploads /two, and only one step of a change may upload a file" {
		t.Error(err)
	}
}
