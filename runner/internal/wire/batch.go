package wire

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Batch is a program that is sent to a shell in one go. The zero Batch is
// empty and ready for use.
type Batch struct{ b strings.Builder }

// Define gives the probe of a task to the shell, which keeps it.
func (b *Batch) Define(task int, probe sh.Script) {
	fmt.Fprintf(&b.b, "_P%d=%s\n", task, sh.Quote(string(probe)))
}

// Probe runs the probe of a task.
func (b *Batch) Probe(task int) {
	fmt.Fprintf(&b.b, "_r '%s %d' \"$_P%d\"\n", Probed, task, task)
}

// Run runs a script that is not a probe; id comes back in the result.
func (b *Batch) Run(id int, s sh.Script) {
	fmt.Fprintf(&b.b, "_r '%s %d' %s\n", Ran, id, sh.Quote(string(s)))
}
