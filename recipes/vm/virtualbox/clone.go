package virtualbox

import (
	"fmt"
	"path"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Clone is a machine registered with VirtualBox, a full clone of another one,
// with its mark. What it has besides is for [Machine].
type Clone struct {
	Lab, Machine string
	Base         string // machine that it is a clone of
	Seed         string // digest of its seed, with which it configured itself
	Dir          string // of the machine
	Remake       bool   // make it anew, with the loss of its data, if base or seed are others now
}

func clone(l lab.Lab, m lab.Machine) Clone {
	return Clone{Lab: l.Name, Machine: m.Name, Base: l.ImageOf(m).Base, Seed: m.Seed.Digest(), Dir: l.MachineDir(m.Name), Remake: l.Remake}
}

func (c Clone) String() string { return "clone " + c.Machine }

func (c Clone) uuid() string { return UUID(c.Lab, c.Machine) }

// description is what the machine is made from. The UUID is in it because
// someone's clone of this machine has the same extra data.
func (c Clone) description() string {
	return c.uuid() + " base " + c.Base + " seed " + c.Seed
}

// Probe prints the marks of the machine. If there is none, it prints who else
// has its name, and what is in its directory: the file "making" is there while
// it is being made.
func (c Clone) Probe() sh.Script {
	return hypervisor.With(look+`if look getextradata "$uuid" enumerate; then
	echo machine
	printf '%s\n' "$said" | sed -nE 's/^Key: hrun\/(lab|description), Value: /\1 /p'
else
	echo absent
	look list vms || exit
	printf '%s\n' "$said" | sed -n "s/^\"$machine\" {\(.*\)}$/taken \1/p"
	for file in "$dir"/*; do
		[ ! -e "$file" ] || { echo left; break; }
	done
fi
[ ! -e "$dir/making" ] || echo making`, "uuid", c.uuid(), "machine", c.Machine, "dir", c.Dir)
}

// Plan clones the machine, or finishes what a run that was killed has begun.
func (c Clone) Plan(got string) (change tasks.Change, err error) {
	is := map[string]string{}
	for line := range strings.Lines(got) {
		what, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		is[what] = value
	}
	has := func(what string) bool { _, there := is[what]; return there }
	was := is["description"]
	if !strings.HasPrefix(was, c.uuid()+" ") {
		was = ""
	}
	switch {
	case !has("machine") && !has("absent"):
		return change, fmt.Errorf("the probe printed %q", got)
	case has("taken"):
		return change, &TakenError{Machine: c.Machine, UUID: is["taken"]}
	case has("absent") && has("left") && !has("making") && !c.Remake:
		return change, &LeftError{Machine: c.Machine, Dir: c.Dir}
	case has("absent"):
		change.Differ("machine", "absent", "clone of "+c.Base, c.script(discard+settle+cloned+marked+`settle && discard "$uuid" "$dir" && cloned && marked`))
	case was != "" && was != c.description() && !c.Remake:
		return change, &ChangedError{Machine: c.Machine, Was: c.shown(was), Want: c.shown(c.description())}
	case was != "" && was != c.description():
		change.Differ("machine", c.shown(was), c.shown(c.description()), c.script(discard+cloned+marked+`discard "$uuid" "$dir" && cloned && marked`))
	case was == "" || is["lab"] != c.Lab || has("making"):
		change.Differ("mark", "incomplete", "lab "+c.Lab, c.script(marked+"marked"))
	}
	return change, nil
}

// shown returns a description for people.
func (c Clone) shown(description string) string {
	return strings.TrimPrefix(description, c.uuid()+" ")
}

func (c Clone) script(s sh.Script) sh.Script {
	return hypervisor.With(s, "lab", c.Lab, "machine", c.Machine, "uuid", c.uuid(), "base", c.Base, "dir", c.Dir, "folder", path.Dir(c.Dir), "description", c.description())
}

// settle defines a function that waits until nothing is written any more to
// what a run that was killed has begun to make: VirtualBox copies disks in a
// process of its own.
const settle sh.Script = `settle() {
	[ -e "$dir/making" ] || return 0
	tries=0
	was=
	until now=$(du -sk "$dir") || return; [ "$now" = "$was" ]; do
		tries=$((tries + 1))
		[ "$tries" -le 900 ] || { echo "VirtualBox has been at work in $dir for 15 minutes" >&2; return 1; }
		was=$now
		sleep 1
	done
}
`

// cloned defines a function that clones the base into a new directory.
const cloned sh.Script = `cloned() {
	umask 077
	mkdir -p "$dir" && : >"$dir/making" || return
	VBoxManage clonevm "$base" --mode all --name "$machine" --uuid "$uuid" --basefolder "$folder" --register
}
`

// marked defines a function that says in the machine's extra data whose it is,
// and that all of it is there.
const marked sh.Script = `marked() {
	VBoxManage setextradata "$uuid" hrun/description "$description" &&
	VBoxManage setextradata "$uuid" hrun/lab "$lab" &&
	rm -f "$dir/making"
}
`
