package wire

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Kind tells results apart.
type Kind string

// The kinds of result.
const (
	Probed  Kind = "probe"
	Applied Kind = "apply"
	Ran     Kind = "run"
	Stale   Kind = "stale" // of a chain: Task is the first task not done
	Guarded Kind = "guard" // of a chain: the probe before a remedy; it only starts, and has no result
)

// Result is what one script of a batch did.
type Result struct {
	Kind           Kind
	Task           int // the task, or the id that Run was given
	Status         int // exit status
	Stdout, Stderr string
	Cut            bool // Stdout or Stderr is only the beginning: 16 MiB of each are kept
	Took           time.Duration
}

// result makes a result of "end KIND TASK STATUS" and two bodies. A probe
// whose output was cut has failed: half of an answer must not be taken for
// the answer. Of other scripts it only matters what they did.
func result(f []string, out, errs part, took time.Duration) Result {
	r := Result{Kind: Kind(f[1]), Stdout: string(out.body), Stderr: string(errs.body), Cut: out.cut || errs.cut, Took: took}
	r.Task, _ = strconv.Atoi(f[2])
	r.Status, _ = strconv.Atoi(f[3])
	if r.Kind == Probed && out.cut && r.Status == 0 {
		r.Status = 1
		r.Stderr += fmt.Sprintf("\nmore than %d bytes of output", maxBody)
	}
	return r
}

// started takes the mark "start KIND TASK" apart.
func started(mark string) (k Kind, task int, ok bool) {
	f := strings.Fields(mark)
	if len(f) != 3 || f[0] != "start" {
		return "", 0, false
	}
	task, err := strconv.Atoi(f[2])
	return Kind(f[1]), task, err == nil
}
