package nspawn

import (
	"crypto/sha256"
	"fmt"
	"path"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// imagePackages is what a Debian cloud image has and a test of it needs.
const imagePackages = "systemd,systemd-sysv,dbus,openssh-server,sudo,iproute2,iputils-ping,cloud-init," +
	"ifupdown,isc-dhcp-client,ca-certificates,procps,netbase,python3-minimal,locales,curl"

// Image is a root file system that machines begin with. It is never changed:
// another description is another image.
type Image struct {
	Cache string // directory for all images
	Suite string // release of Debian, e.g. bookworm
}

func image(l lab.Lab) Image { return Image{Cache: l.Cache, Suite: l.Image.Suite} }

// Dir returns the directory of the image and of what belongs to it. Its name
// tells images of different descriptions apart.
func (i Image) Dir() string {
	sum := sha256.Sum256([]byte(imagePackages + string(finish)))
	return path.Join(i.Cache, "images", fmt.Sprintf("%s-%x", i.Suite, sum[:6]))
}

// Root returns the directory of the root file system.
func (i Image) Root() string { return path.Join(i.Dir(), "root") }

func (i Image) String() string { return "image of " + i.Suite }

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
// one does not come to its end: in a mount namespace of its own, so that what
// mmdebstrap mounts there ends with it. The sources are those of the
// hypervisor.
func (i Image) make() sh.Script {
	return hypervisor.With(hypervisor.Alone+`[ ! -d "$image/root" ] || exit 0
rm -rf --one-file-system "$image/new" || exit
apt-get indextargets --format 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
	awk -v s="$suite" '$5 == "main" && ($4 == s || $4 == s "-updates" || $4 == s "-security")' | sort -u >"$image/sources.list" || exit
[ -s "$image/sources.list" ] || {
	echo "apt knows no source for $suite here: name a mirror of Debian in /etc/apt and run apt-get update" >&2
	exit 1
}
apt-config --format '%f "%v";%n' dump Acquire::http::Proxy Acquire::https::Proxy >"$image/proxy.conf" || exit
unshare --mount mmdebstrap --mode=root --format=directory --variant=minbase --include="$packages" \
	--aptopt="$image/proxy.conf" "$suite" "$image/new" "$image/sources.list" >&2 || exit
rm -f "$image/proxy.conf"
cd "$image/new" && {
`+finish+`
} || exit
mv "$image/new" "$image/root"`, "image", i.Dir(), "suite", i.Suite, "packages", imagePackages)
}

// finish makes a root file system into one to begin machines with: without
// keys, without a network, with the lab's packages as its only source. Each
// masked unit would wait for what the lab does not have, or hold apt's lock.
const finish sh.Script = `rm -f etc/ssh/ssh_host_* etc/apt/apt.conf.d/99mmdebstrap etc/apt/sources.list.d/* &&
: >etc/resolv.conf &&
for unit in systemd-networkd.service systemd-networkd-wait-online.service apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer; do
	ln -sf /dev/null "etc/systemd/system/$unit" || exit
done &&
echo 'datasource_list: [NoCloud, None]' >etc/cloud/cloud.cfg.d/90_hrun.cfg &&
mkdir -p srv/repo &&
echo 'deb [trusted=yes] file:/srv/repo ./' >etc/apt/sources.list`
