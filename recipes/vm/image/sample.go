package image

import (
	"strings"

	"github.com/hrun-dev/hrun/tasks"
)

var (
	_ tasks.Sampler = Repository{}
	_ tasks.Sampler = Purged{}
)

// Sample is a cache without packages, and one with all of them.
func (r Repository) Sample() (before, after string) {
	return "", strings.Join(r.Packages, "\n") + "\n"
}

// Sample is a cache without the image.
func (Purged) Sample() (before, after string) { return "absent\n", "absent\n" }
