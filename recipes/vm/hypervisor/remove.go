package hypervisor

import (
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Stopped is a lab without processes.
type Stopped struct{ Lab string }

func (s Stopped) String() string { return "processes of lab " + s.Lab }

// Probe prints what the lab may have processes of.
func (s Stopped) Probe() sh.Script {
	return With(Tree+`for group in "$tree"/machine/* "$tree"/forward/*; do
	[ ! -d "$group" ] || echo "${group##*/}"
done
[ ! -d "$tree" ] || echo "lab $lab"`, "lab", s.Lab)
}

// Plan shuts the machines down, all at once, and kills what is left then.
func (s Stopped) Plan(got string) (c tasks.Change, err error) {
	c.Differ("running", strings.TrimSpace(got), "", With(Tree+Halt+End+`halt "$tree" && end "$lab"`, "lab", s.Lab))
	return c, nil
}

// Unplugged is a lab without network namespaces; what is in them goes along.
type Unplugged struct{ Lab string }

func (u Unplugged) String() string { return "network of lab " + u.Lab + " is removed" }

// Probe prints their names.
func (u Unplugged) Probe() sh.Script {
	return With(`for file in "/run/netns/hrun-$lab-"*; do
	[ ! -e "$file" ] || echo "${file##*/}"
done`, "lab", u.Lab)
}

// Plan removes them, also those of which there is only the file.
func (u Unplugged) Plan(got string) (c tasks.Change, err error) {
	for _, ns := range strings.Fields(got) {
		c.Differ("namespace "+ns, "present", "absent", With(`[ "$(stat -f -c %T "/run/netns/$ns")" != nsfs ] || umount "/run/netns/$ns" || exit
rm -f "/run/netns/$ns"`, "ns", ns))
	}
	return c, nil
}

// Cleared is a lab without files: the machines' data goes. A directory with
// something in it that no lab has is an [OthersError].
type Cleared struct {
	Lab string
	Dir string // of the lab
}

func (d Cleared) String() string { return "directory " + d.Dir + " is removed" }

// Probe prints what there is: the directory with what is not of a lab in it,
// and empty ones that nspawn leaves.
func (d Cleared) Probe() sh.Script {
	return With(`[ ! -e "$dir" ] || echo "$dir"
`+others+`for left in "/run/systemd/nspawn/propagate/hrun-$lab-"*; do
	[ ! -d "$left" ] || echo "$left"
done`, "dir", d.Dir, "lab", d.Lab)
}

// Plan removes it.
func (d Cleared) Plan(got string) (c tasks.Change, err error) {
	rest, err := refuseOthers(d.Dir, got)
	if err != nil {
		return c, err
	}
	for line := range strings.Lines(rest) {
		path := strings.TrimSuffix(line, "\n")
		remove := sh.Cmd("rmdir", path)
		if path == d.Dir {
			remove = sh.Cmd("rm", "-rf", "--one-file-system", path)
		}
		c.Differ(path, "present", "absent", remove)
	}
	return c, nil
}
