package image

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Purged is a hypervisor without the image of a lab and its packages.
type Purged struct {
	Lab   string
	State string // directory of all labs
	Name  string // of the image, for people
	Image string // directory of the image and of what belongs to it
}

func (p Purged) String() string { return "image of " + p.Name + " is removed" }

// Probe prints whether the image is there, and which labs there are.
func (p Purged) Probe() sh.Script {
	return hypervisor.With(`if [ -e "$image" ]; then echo present; else echo absent; fi
for dir in "$state"/*; do
	[ ! -d "$dir" ] || echo "${dir##*/}"
done`, "image", p.Image, "state", p.State)
}

// Plan refuses to take the image away below another lab.
func (p Purged) Plan(got string) (c tasks.Change, err error) {
	was, rest, _ := strings.Cut(got, "\n")
	labs := slices.DeleteFunc(strings.Fields(rest), func(name string) bool { return name == p.Lab })
	if was == "present" && len(labs) > 0 {
		return c, fmt.Errorf("%s may be in use by other labs: %s", p.Image, strings.Join(labs, ", "))
	}
	c.Differ("image", was, "absent", hypervisor.With(hypervisor.Alone+`rm -rf --one-file-system "$image"`, "image", p.Image))
	return c, nil
}
