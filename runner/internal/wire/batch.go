package wire

import (
	"crypto/sha256"
	"encoding/hex"
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

// Link is one task of a chain: the remedy that was planned from an
// observation. It is run only if the probe still prints that.
type Link struct {
	Task   int
	Guard  string // see [Guard]
	Remedy sh.Script
	Staged string // file on the host that holds the remedy instead, removed afterwards
}

// Guard condenses what a probe printed with status 0.
func Guard(stdout string) string {
	sum := sha256.Sum256([]byte(stdout + "rc=0\n"))
	return hex.EncodeToString(sum[:])
}

// Chain does the links in order. It stops before the first link whose guard
// fails, and after the first whose remedy fails. Unless a remedy failed, the
// probes of the tasks from the first link not done up to end are then run; a
// result of kind Stale says where that was.
func (b *Batch) Chain(links []Link, end int) {
	last := links[len(links)-1].Task + 1
	fmt.Fprintf(&b.b, "_st=%d; while :; do\n", last)
	for _, l := range links {
		fmt.Fprintf(&b.b, "[ \"$(_g \"$_P%d\")\" = '%s  -' ] || { _st=%d; break; }\n", l.Task, l.Guard, l.Task)
		remedy := l.Remedy
		if l.Staged != "" {
			remedy = ". " + sh.Word(l.Staged)
		}
		if remedy == "" {
			continue
		}
		fmt.Fprintf(&b.b, "_r '%s %d' %s; [ $_rc = 0 ] || { _st=%d; break; }\n", Applied, l.Task, sh.Quote(string(remedy)), end)
		b.Probe(l.Task)
	}
	b.b.WriteString("break; done\n")
	for _, l := range links {
		if l.Staged != "" {
			fmt.Fprintf(&b.b, "rm -f %s </dev/null 9>&-\n", sh.Quote(l.Staged))
		}
	}
	b.b.WriteString("_m \"stale $_st\"\n")
	for i := links[0].Task; i < end; i++ {
		fmt.Fprintf(&b.b, "[ %d -lt $_st ] || ", i)
		b.Probe(i)
	}
}
