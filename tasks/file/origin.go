package file

import (
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// origin is where a new body comes from.
type origin interface {
	check() error          // what is wrong with it
	digest() string        // of the body: 64 hexadecimal digits
	sum() string           // what a plan shows of a body that it cannot show
	text() (string, bool)  // the body, if it is known before it is on the host
	upload() *tasks.Upload // what the runner brings to the host, or nil
	fill() sh.Script       // writes the body to "./$n"
	compare() sh.Script    // fails unless "./$n" has the digest
}

var (
	_ origin = Source{}
	_ origin = remote{}
)
