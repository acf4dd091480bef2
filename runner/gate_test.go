package runner_test

import (
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// gate is a toy gate: it makes a host healthy unless the host is sick.
func gate(healthy, name, log string) []tasks.Task {
	return []tasks.Task{cell{Path: healthy, Want: "yes", Do: sh.Lines(
		"[ ! -e $(dirname "+sh.Word(healthy)+")/sick ]",
		"echo gate-"+sh.Word(name)+" >>"+sh.Word(log),
		"echo yes >"+sh.Word(healthy),
	)}}
}
