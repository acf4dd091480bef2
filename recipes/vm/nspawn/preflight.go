package nspawn

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// programs is what the other tasks run, each with its Debian package.
var programs = []struct{ name, pkg string }{
	{"apt-ftparchive", "apt-utils"},
	{"apt-get", "apt"},
	{"flock", "util-linux"},
	{"ip", "iproute2"},
	{"mmdebstrap", "mmdebstrap"},
	{"nsenter", "util-linux"},
	{"socat", "socat"},
	{"systemd-nspawn", "systemd-container"},
}

// Preflight finds out whether this machine can run these containers. It changes
// nothing: what is missing is an error that names all of it.
type Preflight struct {
	State string // directory that the machines' roots will be in
	Image Image
	Room  hypervisor.Room
}

// What there is room for before anything is made, in MiB: what the image and
// its packages take up while they are made, and what a machine adds to the
// image once a cluster is on it.
const (
	roomOfImage      = 700
	roomOfRepository = 200
	roomOfMachine    = 200
)

func preflight(l lab.Lab) Preflight {
	i := imageOf(l)
	p := Preflight{State: l.State, Image: i, Room: hypervisor.Room{
		{Path: i.Root(), MiB: roomOfImage},
		{Path: i.repository(nil).Dir(), MiB: roomOfRepository},
	}}
	for _, m := range l.Machines {
		p.Room = append(p.Room, hypervisor.Need{Path: l.MachineDir(m.Name), MiB: roomOfMachine})
	}
	return p
}

func (p Preflight) String() string { return "containers can be made here" }

// Probe prints a line for each thing that is missing.
func (p Preflight) Probe() sh.Script {
	names := make([]string, len(programs))
	for i, program := range programs {
		names[i] = program.name
	}
	return hypervisor.With(`user=$(id -u) || exit
for program in $programs; do
	command -v "$program" >/dev/null || echo "program $program"
done
[ -e "$keyring" ] || echo keyring
grep -qw overlay /proc/filesystems || modprobe -nq overlay || echo overlay
tree=/sys/fs/cgroup/systemd
[ -e "$tree/cgroup.procs" ] || tree=/sys/fs/cgroup
if [ "$user" != 0 ]; then
	echo root
else
	unshare --mount --net true 2>/dev/null || echo namespaces
	[ -w "$tree" ] && [ -e "$tree/cgroup.procs" ] || echo cgroups
fi
while [ ! -d "$state" ]; do
	state=$(dirname "$state")
done
kind=$(stat -f -c %T "$state") || exit
[ "$kind" != overlayfs ] || echo layered
if [ ! -e "$root" ] && command -v apt-get >/dev/null; then
	sources=$(apt-get indextargets --format '$(RELEASE) $(COMPONENT)' 'Created-By: Packages') || exit
	printf '%s\n' "$sources" | grep -qx "$suite main" || echo "source $suite"
fi
`+p.Room.Probe(), "programs", strings.Join(names, " "), "state", p.State, "root", p.Image.Root(), "suite", p.Image.Release.Suite, "keyring", p.Image.Release.Archive().Keyring)
}

// Plan returns an error for whatever is missing.
func (p Preflight) Plan(got string) (tasks.Change, error) {
	var missing, packages []string
	for line := range strings.Lines(got) {
		what, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch what {
		case "root":
			missing = append(missing, "it must be done as root (set ansible_become: true)")
		case "program":
			missing = append(missing, name)
			packages = append(packages, packageOf(name))
		case "keyring":
			missing = append(missing, "the keys of the archive of "+p.Image.Release.Distribution)
			packages = append(packages, p.Image.Release.Archive().KeyringPackage)
		case "namespaces":
			missing = append(missing, "leave to make namespaces (in a container it needs to be a privileged one)")
		case "overlay":
			missing = append(missing, "the kernel's overlay file system")
		case "cgroups":
			missing = append(missing, "control groups that can be written to, below /sys/fs/cgroup")
		case "layered":
			missing = append(missing, p.State+" on a file system that is no overlay itself (set state: in vm:)")
		case "source":
			missing = append(missing, "a source of "+p.Image.Release.Distribution+" "+name+" in /etc/apt (name a mirror there and run apt-get update), or another suite: in vm:")
		case "room":
			missing = append(missing, hypervisor.Short(line))
		default:
			return tasks.Change{}, fmt.Errorf("the probe printed %q", line)
		}
	}
	if len(missing) == 0 {
		return tasks.Change{}, nil
	}
	slices.Sort(packages)
	return tasks.Change{}, &CannotError{Missing: missing, Packages: slices.Compact(packages)}
}

func packageOf(program string) string {
	for _, p := range programs {
		if p.name == program {
			return p.pkg
		}
	}
	return program
}
