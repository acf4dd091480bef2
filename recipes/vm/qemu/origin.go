package qemu

import (
	"crypto/sha256"
	"fmt"
	"path"
	"slices"

	"github.com/hrun-dev/hrun/recipes/vm/image"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
)

// Origin is what the disk of a machine begins as. It is never changed: another
// description is another one.
type Origin struct {
	Cache   string // directory for all images
	Release image.Release

	// Base is the path of a disk image that is there already, of any format
	// that QEMU has, and is booted by its own boot loader. Empty: the image is
	// built, and its kernel is loaded by QEMU.
	Base string
}

// originOf returns what a machine of the lab begins as.
func originOf(l lab.Lab, m lab.Machine) Origin {
	i := l.ImageOf(m)
	return Origin{Cache: l.Cache, Release: image.Release{Distribution: i.Distribution, Suite: i.Suite}, Base: i.Base}
}

// images returns what the machines of the lab begin as.
func images(l lab.Lab) []Origin {
	var all []Origin
	for _, m := range l.Machines {
		if o := originOf(l, m); !slices.Contains(all, o) {
			all = append(all, o)
		}
	}
	return all
}

// Dir returns the directory of what belongs to the image. Its name tells
// images of different descriptions apart.
func (o Origin) Dir() string {
	name, content := "qemu-"+o.Release.Suite, fmt.Sprintf("%q", bootstrap(o.Release))+string(finish)
	if o.Base != "" {
		name, content = "qemu-base", o.Base
	}
	sum := sha256.Sum256([]byte(content))
	return path.Join(o.Cache, "images", fmt.Sprintf("%s-%x", name, sum[:6]))
}

// disk returns the path of the image itself.
func (o Origin) disk() string {
	if o.Base != "" {
		return o.Base
	}
	return path.Join(o.Dir(), "disk")
}

// name tells people which image it is.
func (o Origin) name() string {
	if o.Base != "" {
		return o.Base
	}
	return o.Release.Suite
}

// repository is the folder of packages that belongs to an image that is built.
func (o Origin) repository(packages []string) image.Repository {
	return image.Repository{Name: o.Release.Suite, Image: o.Dir(), Status: path.Join(o.Dir(), "status"), Packages: packages}
}
