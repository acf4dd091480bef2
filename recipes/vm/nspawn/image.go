package nspawn

import (
	"crypto/sha256"
	"fmt"
	"path"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/image"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Image is a root file system that machines begin with. It is never changed:
// another description is another image.
type Image struct {
	Cache   string // directory for all images
	Release image.Release
}

func imageOf(l lab.Lab) Image {
	return Image{Cache: l.Cache, Release: image.Release{Distribution: l.Image.Distribution, Suite: l.Image.Suite}}
}

// Dir returns the directory of the image and of what belongs to it. Its name
// tells images of different descriptions apart.
func (i Image) Dir() string {
	sum := sha256.Sum256([]byte(image.Packages + string(image.Finish)))
	return path.Join(i.Cache, "images", fmt.Sprintf("%s-%x", i.Release.Suite, sum[:6]))
}

// Root returns the directory of the root file system.
func (i Image) Root() string { return path.Join(i.Dir(), "root") }

func (i Image) String() string { return "image of " + i.Release.Suite }

// Probe prints whether the image is there.
func (i Image) Probe() sh.Script {
	return hypervisor.With(`if [ -d "$root" ]; then echo present; else echo absent; fi`, "root", i.Root())
}

// Plan makes the image if it is not there.
func (i Image) Plan(got string) (c tasks.Change, err error) {
	c.Differ("image", strings.TrimSpace(got), "present", i.make())
	return c, nil
}

// make bootstraps into another directory, which a later run removes if this
// one does not come to its end.
func (i Image) make() sh.Script {
	return hypervisor.With(hypervisor.Alone+`[ ! -d "$image/root" ] || exit 0
`+i.Release.Bootstrap(image.Packages)+`cd "$image/new" && {
`+image.Finish+`
} || exit
mv "$image/new" "$image/root"`, "image", i.Dir())
}

// repository is the folder of packages that belongs to the image.
func (i Image) repository(packages []string) image.Repository {
	return image.Repository{Name: i.Release.Suite, Image: i.Dir(), Status: path.Join(i.Root(), "var/lib/dpkg/status"), Packages: packages}
}
