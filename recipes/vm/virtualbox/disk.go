package virtualbox

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// disk returns the path of a further disk. Those of the base have a dash in
// their names.
func (m Machine) disk(d lab.Disk) string { return m.Dir + "/" + d.Name + ".vdi" }

func megabytes(n int) string { return strconv.Itoa(n) + " MiB" }

// differDisks makes disks that are not there, makes larger what is too small,
// and attaches what is not attached. None is made smaller, none is removed.
func (m Machine) differDisks(was info, got string) ([]tasks.Step, error) {
	var c tasks.Change
	sizes := map[string]int{}
	for line := range strings.Lines(got) {
		var name string
		var size int
		if n, _ := fmt.Sscanf(line, "disk %s %d", &name, &size); n == 2 {
			sizes[name] = size
		}
	}
	controller, there := was.controller("IntelAhci")
	if !there && len(m.Disks) > 0 {
		return nil, &ControllerError{Machine: m.Name, Want: "SATA"}
	}
	taken := map[string]bool{}
	for _, d := range m.Disks {
		size, made := sizes[d.Name]
		switch {
		case !made:
			c.Differ("disk "+d.Name, "absent", megabytes(d.Size), m.makeDisk(d))
		case size > d.Size:
			return nil, &ShrinkError{Machine: m.Name, Disk: d.Name, Has: size, Want: d.Size}
		default:
			c.Differ("disk "+d.Name, megabytes(size), megabytes(d.Size), retried("modifymedium", "disk", m.disk(d), "--resize", strconv.Itoa(d.Size)))
		}
	}
	for i, d := range m.Disks {
		if !was.attached(m.disk(d)) {
			port := was.port(controller, i+1, taken)
			c.Differ("disk "+d.Name+" at", "nothing", fmt.Sprintf("%s-%d-0", controller, port), m.attachDisk(d, controller, port))
		}
	}
	return c.Steps, nil
}

func (m Machine) makeDisk(d lab.Disk) sh.Script {
	return sh.Cmd("VBoxManage", "createmedium", "disk", "--filename", m.disk(d), "--size", strconv.Itoa(d.Size), "--format", "VDI", "--variant", "Standard")
}

func (m Machine) attachDisk(d lab.Disk, controller string, port int) sh.Script {
	return retried("storageattach", m.uuid(), "--storagectl", controller, "--port", strconv.Itoa(port), "--device", "0", "--type", "hdd", "--medium", m.disk(d))
}

// attached reports whether a medium is attached anywhere.
func (i info) attached(path string) bool {
	for _, medium := range i.slots {
		if medium == path {
			return true
		}
	}
	return false
}

// port returns the port of a controller that a disk is attached to: the wanted
// one, or the first one above it that is free. Ports that the controller does
// not have yet are not shown.
func (i info) port(controller string, want int, taken map[string]bool) int {
	for ; ; want++ {
		slot := fmt.Sprintf("%s-%d-0", controller, want)
		if medium := i.slots[slot]; (medium == "" || medium == "none") && !taken[slot] {
			taken[slot] = true
			return want
		}
	}
}
