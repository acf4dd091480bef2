package report

import "encoding/json"

// Facts is what one host has said about itself.
type Facts struct {
	Host  string
	Facts []Fact // in the order in which they are shown
}

// Fact is one of them.
type Fact struct {
	Name  string
	Value json.RawMessage // in JSON
}
