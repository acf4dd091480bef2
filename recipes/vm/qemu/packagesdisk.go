package qemu

import (
	"path"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// PackagesDisk is the repository of an image, as a disk that machines have at
// /srv/repo. A machine that is on has the one from when it was switched on:
// what is added is there for it once it is switched off and on.
type PackagesDisk struct {
	Name     string // of the image, for people
	Image    string // directory of the image and of what belongs to it
	Packages []string
}

func (p PackagesDisk) String() string { return "disk with packages for machines of " + p.Name }

// Probe prints the names of the packages that the disk was made for.
func (p PackagesDisk) Probe() sh.Script {
	return hypervisor.With(`[ ! -e "$names" ] || cat "$names"`, "names", path.Join(p.Image, "packages.names"))
}

// Plan makes the disk anew if a package is missing.
func (p PackagesDisk) Plan(got string) (c tasks.Change, err error) {
	have := strings.Fields(got)
	want := slices.Concat(have, p.Packages)
	slices.Sort(want)
	want = slices.Compact(want)
	c.Differ("packages", strings.Join(have, " "), strings.Join(want, " "), p.make())
	return c, nil
}

// make takes over what the repository has by now, which may be more.
func (p PackagesDisk) make() sh.Script {
	return hypervisor.With(hypervisor.Alone+`cd "$image" && size=$(du -s -m repository) && size=${size%%[!0-9]*} &&
rm -f packages.new && truncate -s "$((size * 5 / 4 + 16))M" packages.new &&
mke2fs -q -t ext4 -O ^has_journal -m 0 -L hrun-packages -d repository packages.new >&2 && mv packages.new packages &&
cp repository/names packages.names.new && mv packages.names.new packages.names`, "image", p.Image)
}
