package ndjson

import (
	"encoding/json"
	"time"

	"github.com/hrun-dev/hrun/runner/report"
)

// facts is what one host has said about itself.
type facts struct {
	head
	Host  string                     `json:"host"`
	Facts map[string]json.RawMessage `json:"facts"`
}

// Facts writes what a host has said, by name of the fact.
func (r *Reporter) Facts(at time.Time, f report.Facts) {
	all := map[string]json.RawMessage{}
	for _, fact := range f.Facts {
		all[fact.Name] = fact.Value
	}
	r.write(facts{newHead(at, "facts"), f.Host, all})
}
