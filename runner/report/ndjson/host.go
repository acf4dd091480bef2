package ndjson

import "github.com/hrun-dev/hrun/runner/report"

// host is a host that takes no further part in the run.
type host struct {
	head
	Stage  string        `json:"stage,omitempty"`
	Host   string        `json:"host"`
	Result report.Result `json:"result"`
	Error  string        `json:"error"`
	Stderr string        `json:"stderr,omitempty"`
	Hint   string        `json:"hint,omitempty"`
}

func newHost(e report.Event) host {
	return host{newHead(e.Time, "host"), e.Stage, e.Host, e.Result, text(e.Err), e.Stderr, e.Hint}
}
