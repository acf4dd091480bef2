package virtualbox

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Removed is a lab without machines, whatever the inventory has: VirtualBox
// knows none whose UUID says that it is of the lab, and there are no files of
// one.
type Removed struct {
	Lab string
	Dir string // of the lab
}

func (r Removed) String() string { return "machines of lab " + r.Lab + " are removed" }

// Probe prints the UUID and the name of each machine, and the names of the
// directories of machines. Without VirtualBox there can be no machines; with
// their files left that is an error.
func (r Removed) Probe() sh.Script {
	return hypervisor.With(look+`for machine in "$dir"/machines/*; do
	[ ! -d "$machine" ] || echo "files ${machine##*/}"
done
[ -e "$dir" ] || command -v VBoxManage >/dev/null || exit 0
look list vms || exit
printf '%s\n' "$said" | sed -n "s/^\"\(.*\)\" {\($lab-.*\)}$/machine \2 \1/p" | sort`, "dir", r.Dir, "lab", labUUID(r.Lab))
}

// Plan removes them.
func (r Removed) Plan(got string) (c tasks.Change, err error) {
	files := map[string]bool{}
	var names []string
	for line := range strings.Lines(got) {
		what, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch what {
		case "files":
			names = append(names, rest)
			files[rest] = true
		case "machine":
			uuid, name, _ := strings.Cut(rest, " ")
			if !strings.HasPrefix(uuid, labUUID(r.Lab)+"-") || len(uuid) != 36 {
				return c, fmt.Errorf("the probe printed %q", line)
			}
			// Its directory has the name that it was made with.
			dir := r.Dir + "/machines/" + name
			for directory := range files {
				if UUID(r.Lab, directory) == uuid {
					dir = r.Dir + "/machines/" + directory
					delete(files, directory)
				}
			}
			c.Differ("machine "+name, "present", "absent", discarded(uuid, dir))
		default:
			return c, fmt.Errorf("the probe printed %q", line)
		}
	}
	for _, name := range names {
		if files[name] {
			c.Differ("files of "+name, "present", "absent", discarded(UUID(r.Lab, name), r.Dir+"/machines/"+name))
		}
	}
	return c, nil
}

func discarded(uuid, dir string) sh.Script {
	return hypervisor.With(settle+discard+`settle && discard "$uuid" "$dir"`, "uuid", uuid, "dir", dir)
}
