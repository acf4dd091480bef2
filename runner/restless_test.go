package runner_test

import (
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// restless is a toy task with any probe, that is never content.
type restless struct{ Look sh.Script }

func (restless) String() string     { return "restless" }
func (r restless) Probe() sh.Script { return r.Look }
func (restless) Plan(got string) (c tasks.Change, err error) {
	c.Differ("print", strings.TrimSpace(got), "peace", "true")
	return c, nil
}
