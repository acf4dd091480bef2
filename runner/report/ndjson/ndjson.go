// Package ndjson reports a run to a program: one JSON object a line. The
// objects are described in docs/json.md; a field is never renamed or given
// another meaning within one version, but new ones may be added.
package ndjson

import (
	"encoding/json"
	"io"
	"time"

	"github.com/hrun-dev/hrun/runner/report"
)

// Version is the version of the format, "v" in every object.
const Version = 1

// Reporter writes events as they come. It is safe for one goroutine at a time.
type Reporter struct {
	encoder *json.Encoder
	err     error
}

// New returns a reporter that writes to w and nothing else does.
func New(w io.Writer) *Reporter {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false) // diffs of configuration are full of < and &
	return &Reporter{encoder: e}
}

// Report writes the event. Progress events are for live displays and are
// left out.
func (r *Reporter) Report(e report.Event) {
	switch e.Kind {
	case report.Task:
		r.write(newTask(e))
	case report.Host:
		r.write(newHost(e))
	case report.Warning:
		r.write(newWarning(e))
	case report.Done:
		r.write(newSummary(e))
	}
}

// Err returns the first error of the writer. After it nothing more is written.
func (r *Reporter) Err() error { return r.err }

func (r *Reporter) write(object any) {
	if r.err == nil {
		r.err = r.encoder.Encode(object)
	}
}

// head is how every object begins.
type head struct {
	V    int       `json:"v"`
	Time time.Time `json:"time"` // RFC 3339 with nanoseconds
	Kind string    `json:"kind"`
}

func newHead(at time.Time, kind string) head { return head{Version, at, kind} }

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
