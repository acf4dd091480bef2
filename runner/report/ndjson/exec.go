package ndjson

import (
	"time"

	"github.com/hrun-dev/hrun/runner/report"
)

// exec is what one command did on one host.
type exec struct {
	head
	Host   string `json:"host"`
	RC     int    `json:"rc"` // -1 where the command was ended
	Error  string `json:"error,omitempty"`
	Hint   string `json:"hint,omitempty"`
	Stdout string `json:"stdout"`
	Stderr string `json:"stderr"`
	TookMS int64  `json:"took_ms"`
}

// Exec writes the outcome of a command that ran, with the time of its end.
// Where it could not run, report a [report.Host] event instead.
func (r *Reporter) Exec(at time.Time, e report.Exec) {
	r.write(exec{newHead(at, "exec"), e.Host, e.Status, text(e.Err), e.Hint, e.Stdout, e.Stderr, e.Took.Milliseconds()})
}

var _ report.Reporter = (*Reporter)(nil)
