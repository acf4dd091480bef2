package virtualbox

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Released is a lab that uses no host-only interface: those that hrun made are
// removed, unless another lab uses them, or any machine is connected to them.
type Released struct {
	Lab   string
	State string // directory of all labs
}

func (r Released) String() string { return "host-only interfaces of lab " + r.Lab + " are removed" }

// Probe prints the interfaces that only this lab uses, of those that hrun made.
func (r Released) Probe() sh.Script {
	return hypervisor.With(`for file in "$state/$lab/interfaces"/*; do
	name=${file##*/}
	[ -e "$file" ] && [ -e "$state/.made-$name" ] || continue
	others=0
	for other in "$state"/*/interfaces/"$name"; do
		[ "$other" = "$file" ] || others=1
	done
	[ "$others" = 1 ] || echo "$name"
done`, "state", r.State, "lab", r.Lab)
}

var madeName = regexp.MustCompile(`^vboxnet[0-9]+$`)

// Plan removes them.
func (r Released) Plan(got string) (c tasks.Change, err error) {
	for _, name := range strings.Fields(got) {
		if !madeName.MatchString(name) {
			return c, fmt.Errorf("the probe printed %q", got)
		}
		c.Differ("interface "+name, "present", "absent", hypervisor.With(released, "name", name, "made", made(r.State, name)))
	}
	return c, nil
}

// released removes the interface, and then the note that it was made. In the
// long list, an adapter that leads to it names it in quotes.
const released sh.Script = look + `look list hostonlyifs || exit
if printf '%s\n' "$said" | grep -qx "Name: *$name"; then
	look list --long vms || exit
	if printf '%s\n' "$said" | grep -q "^NIC [0-9].*'$name'"; then
		echo "$name stays, because other machines are connected to it" >&2
	else
		VBoxManage hostonlyif remove "$name" || exit
	fi
fi
rm -f "$made"`
