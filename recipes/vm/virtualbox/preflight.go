package virtualbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Preflight finds out whether the machines can be made, before anything is. It
// changes nothing: what stands against it is an error.
type Preflight struct {
	Lab      string
	State    string   // directory of all labs
	Machines []string // names
	Bases    []string // names of the machines that these are clones of, in the same order
}

func preflight(l lab.Lab) Preflight {
	p := Preflight{Lab: l.Name, State: l.State}
	for _, m := range l.Machines {
		p.Machines = append(p.Machines, m.Name)
		p.Bases = append(p.Bases, l.ImageOf(m).Base)
	}
	return p
}

func (p Preflight) String() string { return "VirtualBox can make machines here" }

// Probe prints the version, who has the names of the machines, and of each
// base that a machine is to be cloned from its state; which machines VirtualBox
// cannot read; then what is missing for the directory, as far as its owner and
// mode say it. Sizes are those of files: a disk of VirtualBox grows as it is
// written to.
func (p Preflight) Probe() sh.Script {
	script := state + `command -v VBoxManage >/dev/null || { echo program; exit 0; }
version=$(VBoxManage --version) || exit
printf '%s\n' "$version" | sed 's/^WARNING/module &/; s/^\([0-9]\)/version \1/' | grep -E '^(module|version)'
look list vms || exit
machines=$said
need=0
last=
one() {
	printf '%s\n' "$machines" | grep -F "\"$1\" {" | sed -n "s/^\"[^\"]*\" {\(.*\)}$/machine $1 \1/p"
	case $machines in
	*"<inaccessible>\" {$2}"*) echo "unreadable $1"; return ;;
	*"{$2}"*) return ;;
	esac
	if [ "$3" = "$last" ]; then
		need=$((need + each))
		return
	fi
	last=$3
	each=0
	if ! look showvminfo "$3" --machinereadable; then
		echo "base absent $3"
		return
	fi
	base=$said
	echo "base $(printf '%s\n' "$base" | sed -n 's/^VMState="\(.*\)"$/\1/p') $3"
	for disk in $(printf '%s\n' "$base" | sed -n 's/^"[^"]*-[0-9]*-[0-9]*"="\(.*\.[a-z]*\)"$/\1/p' | sed 's/ /?/g'); do
		case $disk in *.iso) continue ;; esac
		[ -e "$disk" ] || continue
		size=$(du -k "$disk") || exit
		each=$((each + ${size%%[!0-9]*}))
	done
	need=$((need + each))
}
`
	for i, name := range p.Machines {
		script += sh.Cmd("one", name, UUID(p.Lab, name), p.Bases[i]) + " || exit\n"
	}
	return hypervisor.With(script+`while [ ! -d "$directory" ]; do
	directory=$(dirname "$directory")
done
user=$(id -u) || exit
own=$(find "$directory" -prune \( -user "$user" -o -perm -0020 -o -perm -0002 \)) || exit
[ -n "$own" ] || [ "$user" = 0 ] || echo "directory $directory"
free=$(df -Pk "$directory") || exit
free=$(printf '%s\n' "$free" | awk 'NR == 2 { print $4 }')
[ "$need" -le "$free" ] || echo "room $((need / 1024)) $((free / 1024))"`, "directory", p.State)
}

// Plan returns an error for whatever stands against making the machines.
func (p Preflight) Plan(got string) (c tasks.Change, err error) {
	e := &CannotError{}
	missing := func(format string, args ...any) {
		if s := fmt.Sprintf(format, args...); !slices.Contains(e.Missing, s) {
			e.Missing = append(e.Missing, s)
		}
	}
	for line := range strings.Lines(got) {
		what, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		first, second, _ := strings.Cut(rest, " ")
		switch what {
		case "program":
			missing("there is no VBoxManage: install VirtualBox, or set another provider: in vm:")
		case "module":
			missing("VirtualBox has no kernel module here and cannot start machines: say sudo /sbin/vboxconfig")
		case "version":
			if !supported(rest) {
				missing("VirtualBox %s is too old: 6.1 or newer is needed", rest)
			}
		case "machine":
			if second != UUID(p.Lab, first) {
				return c, &TakenError{Machine: first, UUID: second}
			}
		case "unreadable":
			missing("VirtualBox cannot read the files of %s, which hrun has made: see that the disk is there that they are on, or run recipes/vm/down", rest)
		case "base":
			p.base(first, second, missing)
		case "directory":
			missing("%s cannot be written to: set state: in vm: to a directory of the user who is to own the machines", rest)
		case "room":
			missing("the machines need %s MiB in %s, and there are %s: free some, or set state: in vm:", first, p.State, second)
		default:
			return c, fmt.Errorf("the probe printed %q", line)
		}
	}
	if len(e.Missing) > 0 {
		return c, e
	}
	return c, nil
}

func (p Preflight) base(state, name string, missing func(string, ...any)) {
	switch state {
	case "poweroff", "aborted":
	case "absent":
		missing("there is no machine %s in VirtualBox to be cloned: make or import it, or name another base image", name)
	default:
		missing("the base machine %s is %s: shut it down, so that its disks can be copied", name, state)
	}
}

// supported reports whether a version is 6.1 or newer.
func supported(version string) bool {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 3 {
		return false
	}
	major, err := strconv.Atoi(parts[0])
	minor, minorErr := strconv.Atoi(parts[1])
	return err == nil && minorErr == nil && (major > 6 || major == 6 && minor >= 1)
}
