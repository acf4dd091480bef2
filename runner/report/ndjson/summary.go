package ndjson

import "github.com/hrun-dev/hrun/runner/report"

// summary is the outcome of the run, and always the last object.
type summary struct {
	head
	Check     bool              `json:"check"`
	ElapsedMS int64             `json:"elapsed_ms"`
	Hosts     map[string]counts `json:"hosts"`
}

type counts struct {
	OK          int  `json:"ok"`
	Planned     int  `json:"planned"`
	Changed     int  `json:"changed"`
	Waiting     int  `json:"waiting"`
	Failed      int  `json:"failed"`
	Skipped     int  `json:"skipped"`
	Unreachable bool `json:"unreachable"`
	Trips       int  `json:"trips"`
}

func newSummary(e report.Event) summary {
	s := summary{head: newHead(e.Time, "summary"), Hosts: map[string]counts{}}
	if e.Summary == nil {
		return s
	}
	s.Check, s.ElapsedMS = e.Summary.Check, e.Summary.Elapsed.Milliseconds()
	for name, c := range e.Summary.Hosts {
		s.Hosts[name] = counts(c)
	}
	return s
}
