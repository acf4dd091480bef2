package image

import (
	"path"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Repository is packages, with all that they need on top of an image, in a
// folder that apt can install them from without a network. It only grows:
// labs share it, and machines that run see what is added.
type Repository struct {
	Name     string // of the image, for people
	Image    string // directory of the image and of what belongs to it
	Status   string // the image's own list of packages: its /var/lib/dpkg/status
	Packages []string
}

// Dir returns the folder.
func (r Repository) Dir() string { return path.Join(r.Image, "repository") }

func (r Repository) String() string { return "packages for machines of " + r.Name }

// Probe prints the names of the packages that were asked for so far.
func (r Repository) Probe() sh.Script {
	return hypervisor.With(`[ ! -e "$names" ] || cat "$names"`, "names", path.Join(r.Dir(), "names"))
}

// Plan fetches what is missing.
func (r Repository) Plan(got string) (c tasks.Change, err error) {
	have := strings.Fields(got)
	want := slices.Concat(have, r.Packages)
	slices.Sort(want)
	want = slices.Compact(want)
	c.Differ("packages", strings.Join(have, " "), strings.Join(want, " "), r.fetch(want))
	return c, nil
}

// fetch has apt resolve what the image lacks, with lists of its own, and
// writes the index and then the names when all is there.
func (r Repository) fetch(names []string) sh.Script {
	return hypervisor.With(hypervisor.Alone+`repository=$image/repository
mkdir -p "$repository/partial" "$image/lists/partial" || exit
get() {
	apt-get -q -y -o APT::Sandbox::User=root -o Debug::NoLocking=1 \
		-o Dir::Etc::sourcelist="$image/sources.list" -o Dir::Etc::sourceparts=/dev/null \
		-o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
		-o Dir::State::lists="$image/lists" -o Dir::State::status="$status" \
		-o Dir::State::extended_states=/dev/null -o Dir::Cache::archives="$repository" \
		-o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= "$@" >&2
}
get update && get --download-only install $names || exit
cd "$repository" &&
apt-ftparchive packages . >Packages.new && mv Packages.new Packages &&
printf '%s\n' $names >names.new && mv names.new names`, "image", r.Image, "status", r.Status, "names", strings.Join(names, " "))
}
