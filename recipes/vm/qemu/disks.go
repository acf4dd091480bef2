package qemu

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

// Disks is what a machine has of its own: a disk that begins as a view of the
// image, and further ones. It is the place, too, where a change is
// refused that a machine which holds data or is on cannot take, before there is
// anything done to it.
type Disks struct {
	Lab, Machine string
	Dir          string // of the machine
	Origin       Origin
	Seed         string // digest of the seed, see [SeedDisk]
	Further      []lab.Disk
	Hardware     string // as described, see [Running]
	Remake       bool   // make the machine anew if what it is made from changed; further disks of the same name and size are kept
	Restart      bool   // the machine may be switched off and on
}

func disks(l lab.Lab, m lab.Machine) Disks {
	return Disks{
		Lab: l.Name, Machine: m.Name, Dir: l.MachineDir(m.Name), Origin: originOf(l, m), Seed: m.Seed.Digest(), Further: m.Disks,
		Hardware: hardware(l, m), Remake: l.Remake, Restart: l.Restart,
	}
}

func (d Disks) String() string { return "disks of machine " + d.Machine }

// description is what a machine is made from. It is kept beside the disks, and
// written last, so that it also says that all is there.
func (d Disks) description() string {
	return fmt.Sprintf("image %s\nseed %s\n", d.Origin.disk(), d.Seed)
}

// file returns the name of a further disk, which says its size, too.
func file(disk lab.Disk) string { return fmt.Sprintf("disk-%s-%d", disk.Name, disk.Size) }

// Probe prints whether the machine has ever been on, whether it is, and with
// what, its further disks, and its description.
func (d Disks) Probe() sh.Script {
	return hypervisor.With(hypervisor.Tree+`group=$tree/machine/$machine
`+hypervisor.Alive+`[ "$state" = running ] || state=new
[ "$state" = running ] || [ ! -e "$dir/hardware" ] || state=off
echo "$state"
for disk in "$dir"/disk-*; do
	[ ! -e "$disk" ] || echo "${disk##*/}"
done
if [ "$state" = running ]; then sed 's/^/hardware /' "$dir/hardware" || exit; fi
[ ! -e "$dir/description" ] || cat "$dir/description"`, "lab", d.Lab, "machine", d.Machine, "dir", d.Dir)
}

// found is what the probe says.
type found struct {
	state       string   // "new", "off" or "running"
	disks       []string // names of files
	hardware    string
	description string
}

func parse(got string) (f found, err error) {
	for line := range strings.Lines(got) {
		text := strings.TrimSuffix(line, "\n")
		hardware, isHardware := strings.CutPrefix(text, "hardware ")
		switch {
		case text == "new" || text == "off" || text == "running":
			f.state = text
		case strings.HasPrefix(text, "disk-"):
			f.disks = append(f.disks, text)
		case isHardware:
			f.hardware += hardware + "\n"
		default:
			f.description += line
		}
	}
	if f.state == "" {
		return f, fmt.Errorf("the probe printed %q", got)
	}
	return f, nil
}

// Plan makes what is missing. It refuses to make anew, to replace or to remove
// what may hold data, unless that is allowed, and to change what a machine that
// is on cannot change.
func (d Disks) Plan(got string) (c tasks.Change, err error) {
	f, err := parse(got)
	if err != nil {
		return c, err
	}
	want := d.description()
	free := f.state == "new" || f.description == "" || d.Remake
	if f.description != want && !free {
		was, is := differing(f.description, want)
		return c, &ChangedError{Machine: d.Machine, Was: was, Want: is}
	}
	remade := f.description != want
	if was, is := differing(f.hardware, d.Hardware); !remade && f.state == "running" && was != is && !d.Restart {
		return c, &RunningError{Machine: d.Machine, Was: was, Want: is}
	}
	if remade {
		c.Differ("description", f.description, want, d.make())
	}
	return c, d.further(&c, f, free)
}

// further plans the further disks.
func (d Disks) further(c *tasks.Change, f found, free bool) error {
	var wanted []string
	for _, disk := range d.Further {
		wanted = append(wanted, file(disk))
	}
	for _, name := range f.disks {
		if slices.Contains(wanted, name) {
			continue
		}
		if !free {
			return &DiskError{Machine: d.Machine, Disk: strings.TrimPrefix(name, "disk-")}
		}
		c.Differ("disk "+name, "present", "absent", hypervisor.With(hypervisor.End+`end "$lab/machine/$machine" && rm -f "$dir/$disk"`,
			"lab", d.Lab, "machine", d.Machine, "dir", d.Dir, "disk", name))
	}
	for i, name := range wanted {
		if !slices.Contains(f.disks, name) {
			c.Differ("disk "+d.Further[i].Name, "none", strconv.Itoa(d.Further[i].Size)+" MiB", hypervisor.With(
				`qemu-img create -q -f qcow2 "$dir/disk.new" "$size" >&2 && mv "$dir/disk.new" "$dir/$disk"`,
				"dir", d.Dir, "disk", name, "size", strconv.Itoa(d.Further[i].Size)+"M"))
		}
	}
	return nil
}

// make ends the machine if it runs, and begins anew. Further disks stay.
func (d Disks) make() sh.Script {
	return hypervisor.With(hypervisor.End+`end "$lab/machine/$machine" || exit
mkdir -p "$dir" && chmod 700 "$dir" && rm -f "$dir/description" "$dir/hardware" "$dir/system" "$dir"/seed-* || exit
format=$(`+formatOf+`) && qemu-img create -q -f qcow2 -F "$format" -b "$disk" "$dir/system" >&2 &&
printf %s "$description" >"$dir/description.new" && mv "$dir/description.new" "$dir/description"`,
		"lab", d.Lab, "machine", d.Machine, "dir", d.Dir, "disk", d.Origin.disk(), "description", d.description())
}

// differing returns the lines that only one of two texts has.
func differing(a, b string) (onlyA, onlyB string) {
	only := func(a, b string) string {
		var lines []string
		for line := range strings.Lines(a) {
			if !strings.Contains("\n"+b, "\n"+line) {
				lines = append(lines, strings.TrimSpace(line))
			}
		}
		return strings.Join(lines, ", ")
	}
	return only(a, b), only(b, a)
}
