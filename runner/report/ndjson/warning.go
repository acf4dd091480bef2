package ndjson

import "github.com/hrun-dev/hrun/runner/report"

// warning is a danger in what is described.
type warning struct {
	head
	Warning string `json:"warning"`
}

func newWarning(e report.Event) warning { return warning{newHead(e.Time, "warning"), e.Warning} }
