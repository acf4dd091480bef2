package runner_test

import (
	"fmt"

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

// meet is a script that waits, for a bounded time, until so many hosts are there.
func meet(l *lab, name string, hosts int) sh.Script {
	return sh.Script(fmt.Sprintf(`cd %s && touch there-%s; n=0
until set -- there-*; [ $# -ge %d ]; do n=$((n+1)); [ $n -lt 600 ] || exit 1; sleep 0.1; done
[ $# = %[3]d ]`, sh.Quote(l.dir), name, hosts))
}
