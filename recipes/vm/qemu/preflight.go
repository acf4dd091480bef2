package qemu

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/image"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// programs is what machines need, each with its Debian package.
var programs = map[string]string{
	"flock": "util-linux", "ip": "iproute2", "nsenter": "util-linux", "qemu-img": "qemu-utils",
	"qemu-system-x86_64": "qemu-system-x86", "socat": "socat",
}

// builders is what building an image needs besides.
var builders = map[string]string{
	"apt-ftparchive": "apt-utils", "apt-get": "apt", "mke2fs": "e2fsprogs", "mmdebstrap": "mmdebstrap",
}

// Preflight finds out whether this machine can run these virtual ones. It
// changes nothing: what is missing is an error that names all of it.
type Preflight struct {
	Built []Origin // images to be built
	Bases []string // paths of images that are given
	Room  hypervisor.Room
}

// What there is room for before anything is made, in MiB: what the image and
// its packages take up while they are made, and what a machine adds to the
// image once a cluster is on it.
const (
	roomOfImage      = 1100
	roomOfRepository = 200
	roomOfPackages   = 300
	roomOfMachine    = 600
)

func preflight(l lab.Lab, images []Origin) Preflight {
	var p Preflight
	for _, o := range images {
		if o.Base != "" {
			p.Bases = append(p.Bases, o.Base)
			continue
		}
		p.Built = append(p.Built, o)
		p.Room = append(p.Room, hypervisor.Need{Path: o.disk(), MiB: roomOfImage},
			hypervisor.Need{Path: o.repository(nil).Dir(), MiB: roomOfRepository}, hypervisor.Need{Path: o.Dir() + "/packages", MiB: roomOfPackages})
	}
	for _, m := range l.Machines {
		p.Room = append(p.Room, hypervisor.Need{Path: l.MachineDir(m.Name) + "/system", MiB: roomOfMachine})
	}
	return p
}

func (p Preflight) String() string { return "virtual machines can be made here" }

// Probe prints a line for each thing that is missing.
func (p Preflight) Probe() sh.Script {
	script := sh.Script(`user=$(id -u) && kind=$(uname -m) || exit
[ "$kind" = x86_64 ] || echo "processor $kind"
`)
	for _, name := range p.programs() {
		script += sh.Script("command -v " + name + " >/dev/null || echo program " + name + "\n")
	}
	script += `[ -c /dev/net/tun ] || echo tun
tree=/sys/fs/cgroup/systemd
[ -e "$tree/cgroup.procs" ] || tree=/sys/fs/cgroup
if [ "$user" != 0 ]; then
	echo root
else
	unshare --net true 2>/dev/null || echo namespaces
	[ -w "$tree" ] && [ -e "$tree/cgroup.procs" ] || echo cgroups
fi
`
	for _, base := range p.Bases {
		script += sh.Script(hypervisor.With(`if [ ! -f "$disk" ]; then echo "absent $disk"
elif command -v qemu-img >/dev/null && ! qemu-img info "$disk" >/dev/null 2>&1; then echo "unreadable $disk"; fi`, "disk", base)) + " || exit\n"
	}
	for _, o := range p.Built {
		script += source(o)
	}
	return hypervisor.With(script + p.Room.Probe())
}

// source prints what is missing to build an image that is not there.
func source(o Origin) sh.Script {
	return hypervisor.With(`[ ! -e "$disk" ] || exit 0
[ -e "$keyring" ] || echo "keyring $distribution"
command -v apt-get >/dev/null || exit 0
sources=$(apt-get indextargets --format '$(RELEASE) $(COMPONENT)' 'Created-By: Packages') || exit
printf '%s\n' "$sources" | grep -qx "$suite main" || echo "source $distribution $suite"`,
		"disk", o.disk(), "suite", o.Release.Suite, "distribution", o.Release.Distribution, "keyring", o.Release.Archive().Keyring) + " || exit\n"
}

// programs returns the names of the programs that are needed, sorted.
func (p Preflight) programs() []string {
	var names []string
	for name := range programs {
		names = append(names, name)
	}
	for name := range builders {
		if len(p.Built) > 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Plan returns an error for whatever is missing.
func (p Preflight) Plan(got string) (tasks.Change, error) {
	e := &CannotError{}
	for line := range strings.Lines(got) {
		what, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		missing, pkg := p.missing(what, name)
		if missing == "" {
			missing = hypervisor.Short(line)
		}
		if missing == "" {
			return tasks.Change{}, fmt.Errorf("the probe printed %q", line)
		}
		e.Missing = append(e.Missing, missing)
		if pkg != "" {
			e.Packages = append(e.Packages, pkg)
		}
	}
	if len(e.Missing) == 0 {
		return tasks.Change{}, nil
	}
	slices.Sort(e.Packages)
	e.Packages = slices.Compact(e.Packages)
	return tasks.Change{}, e
}

// missing says in words what a line of the probe says, and which package has it.
func (p Preflight) missing(what, name string) (words, pkg string) {
	switch what {
	case "root":
		return "it must be done as root (set ansible_become: true)", ""
	case "program":
		return name, programs[name] + builders[name]
	case "processor":
		return "a processor of the kind x86_64 (this is " + name + ")", ""
	case "tun":
		return "the device /dev/net/tun (modprobe tun)", ""
	case "namespaces":
		return "leave to make network namespaces (in a container it needs to be a privileged one)", ""
	case "cgroups":
		return "control groups that can be written to, below /sys/fs/cgroup", ""
	case "absent":
		return "the disk image " + name + " (there is no such file on the hypervisor; see image: in vm_machine:)", ""
	case "unreadable":
		return "a disk image in " + name + " that QEMU can read", ""
	case "keyring":
		return "the keys of the archive of " + name, image.Release{Distribution: name}.Archive().KeyringPackage
	case "source":
		return "a source of " + name + " in /etc/apt (name a mirror there and run apt-get update)", ""
	}
	return "", ""
}
