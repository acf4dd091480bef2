// Package image builds what machines begin with: root file systems from the
// packages of a distribution, and folders of further packages that they can
// install without a network.
package image

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Release is a release of a distribution whose images can be built where apt
// has a source for it.
type Release struct {
	Distribution string // "debian" or "ubuntu"
	Suite        string // e.g. bookworm
}

func (r Release) String() string { return r.Suite }

// Archive is what has to be known of a distribution's packages.
type Archive struct {
	Keyring        string // path of the keys that its packages are signed with
	KeyringPackage string // that has them
	Components     []string
	Kernel         string // package of the kernel for virtual machines, of amd64
}

// archives returns all distributions, by name.
func archives() map[string]Archive {
	return map[string]Archive{
		"debian": {
			Keyring: "/usr/share/keyrings/debian-archive-keyring.gpg", KeyringPackage: "debian-archive-keyring",
			Components: []string{"main"}, Kernel: "linux-image-cloud-amd64",
		},
		// ifupdown and the packages of a cluster are in universe.
		"ubuntu": {
			Keyring: "/usr/share/keyrings/ubuntu-archive-keyring.gpg", KeyringPackage: "ubuntu-keyring",
			Components: []string{"main", "universe"}, Kernel: "linux-image-virtual",
		},
	}
}

// Check refuses distributions that are not known.
func (r Release) Check() error {
	if _, known := archives()[r.Distribution]; !known {
		return fmt.Errorf("images of %s cannot be built here, only of %s", r.Distribution, strings.Join(slices.Sorted(maps.Keys(archives())), " and "))
	}
	return nil
}

// Archive returns what is known of the distribution, once [Release.Check] is
// content with it.
func (r Release) Archive() Archive { return archives()[r.Distribution] }

// Packages is what a cloud image of Debian has and a test of it needs, for the
// bootstrap of every image.
const Packages = "systemd,systemd-sysv,dbus,openssh-server,sudo,iproute2,iputils-ping,cloud-init," +
	"ifupdown,isc-dhcp-client,ca-certificates,procps,netbase,python3-minimal,locales,curl"

// Bootstrap returns the script that makes the root file system $image/new of
// packages, which are separated by commas, with options of mmdebstrap. What a
// run that was killed has left there is removed. It works in a mount namespace
// of its own, so that what mmdebstrap mounts ends with it. The sources are
// those of the hypervisor, and kept in $image/sources.list.
func (r Release) Bootstrap(packages string, options ...string) sh.Script {
	archive := r.Archive()
	arguments := append([]string{"--mode=root", "--format=directory", "--variant=minbase", "--include=" + packages}, options...)
	return hypervisor.Assign("suite", r.Suite, "keyring", archive.Keyring, "components", strings.Join(archive.Components, " ")) +
		`rm -rf --one-file-system "$image/new" || exit
apt-get indextargets --format "deb [signed-by=$keyring]"' $(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
	awk -v s="$suite" -v components=" $components " 'index(components, " " $5 " ") && ($4 == s || $4 == s "-updates" || $4 == s "-security")' |
	sort -u >"$image/sources.list" || exit
[ -s "$image/sources.list" ] || {
	echo "apt knows no source for $suite here: name a mirror of it in /etc/apt and run apt-get update" >&2
	exit 1
}
trap 'rm -f "$image/proxy.conf"' EXIT
(umask 077 && apt-config --format '%f "%v";%n' dump Acquire::http::Proxy Acquire::https::Proxy >"$image/proxy.conf") || exit
unshare --mount ` + sh.Cmd("mmdebstrap", arguments...) + ` --aptopt="$image/proxy.conf" "$suite" "$image/new" "$image/sources.list" >&2 || exit
`
}

// Finish makes the root file system in the working directory into one to begin
// machines with: without keys, without a network, with the lab's packages as
// its only source. Each masked unit would wait for what the lab does not have,
// or hold apt's lock.
const Finish sh.Script = `rm -f etc/ssh/ssh_host_* etc/apt/apt.conf.d/99mmdebstrap etc/apt/sources.list.d/* &&
: >etc/resolv.conf &&
for unit in systemd-networkd.service systemd-networkd-wait-online.service apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer; do
	ln -sf /dev/null "etc/systemd/system/$unit" || exit
done &&
echo 'datasource_list: [NoCloud, None]' >etc/cloud/cloud.cfg.d/90_hrun.cfg &&
mkdir -p srv/repo &&
echo 'deb [trusted=yes] file:/srv/repo ./' >etc/apt/sources.list`
