package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Link is one task of a chain: the remedy that was planned from an
// observation. It is run only if the probe still prints that.
type Link struct {
	Task   int
	Guard  string // see [Guard]
	Remedy sh.Script
	Staged string // absolute path of a file on the host that holds [Staged] of the remedy instead
	Upload string // absolute path of a file on the host that the remedy finds in $hrun_upload
}

// Unchanged returns a script for use in the remedy, which succeeds if the probe
// still prints what the remedy was planned from.
func (l Link) Unchanged() sh.Script { return sh.Script(fmt.Sprintf(`_g "$_P%d" %s`, l.Task, l.Guard)) }

// Guard condenses what a probe printed with status 0.
func Guard(stdout string) string {
	sum := sha256.Sum256([]byte(stdout))
	return hex.EncodeToString(sum[:])
}

// Staged returns what the file of [Link.Staged] must hold. It removes its own
// file first, so that none is left where the work is cut short; the shell goes
// on to read what it has opened.
func Staged(remedy sh.Script) sh.Script { return `rm -f "$hrun_staged"` + "\n" + remedy }

// Chain does the links in order. It stops before the first link whose guard
// fails, and after the first link that fails: its remedy or its probe has
// another status than 0, or its probe prints what it did before the remedy.
// Unless a link failed, the probes of the tasks from the first one not done up
// to end are then run; a result of kind Stale says where that was. It says end
// where a link failed. The files of all links are removed: an upload as soon as
// its remedy ends, since the shell may end next, of a mark that nobody reads.
func (b *Batch) Chain(links []Link, end int) {
	fmt.Fprintf(&b.b, "_st=%d; while :; do\n", links[len(links)-1].Task+1)
	for _, l := range links {
		fmt.Fprintf(&b.b, "_m 'start %s %d'\n", Guarded, l.Task)
		fmt.Fprintf(&b.b, "_g \"$_P%d\" %s || { _st=%d; break; }\n", l.Task, l.Guard, l.Task)
		remedy := l.Remedy
		if l.Staged != "" {
			remedy = "hrun_staged=" + sh.Word(l.Staged) + "\n. " + `"$hrun_staged"`
		}
		if remedy == "" {
			continue
		}
		if l.Upload != "" {
			remedy = "hrun_upload=" + sh.Word(l.Upload) + "\ntrap " + `'rm -f "$hrun_upload"' 0` + "\n" + remedy
		}
		fmt.Fprintf(&b.b, "_r '%s %d' %s; ", Applied, l.Task, sh.Quote(string(remedy)))
		fmt.Fprintf(&b.b, "[ $_rc = 0 ] && _v '%s %d' \"$_P%d\" %s || { _st=%d; break; }\n", Probed, l.Task, l.Task, l.Guard, end)
	}
	b.b.WriteString("break; done\n")
	for _, l := range links {
		for _, file := range []string{l.Staged, l.Upload} {
			if file != "" { // its turn may not have come
				fmt.Fprintf(&b.b, "rm -f %s </dev/null 9>&-\n", sh.Quote(file))
			}
		}
	}
	b.b.WriteString("_m \"stale $_st\"\n")
	for i := links[0].Task; i < end; i++ {
		fmt.Fprintf(&b.b, "[ %d -lt $_st ] || ", i)
		b.Probe(i)
	}
}
