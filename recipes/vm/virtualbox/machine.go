package virtualbox

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Machine is what a machine that is there consists of: CPUs, memory, adapters,
// the disk with its seed and further disks; and it is on. Whether it has booted
// is for [Ready].
//
// What it has besides, such as disks that are not described, is left alone.
// Most of it can be changed only while the machine is off.
type Machine struct {
	Lab, Name string
	CPUs      int
	Memory    int // MiB
	Adapters  []Adapter
	Disks     []lab.Disk
	Seed      cloudinit.Seed
	Dir       string // of the machine
	Off       bool   // it need not be on
	Restart   bool   // it may be switched off and on
}

// machine returns the task. What [Provider.Check] refuses cannot be one.
func machine(l lab.Lab, m lab.Machine) Machine {
	list, _ := adapters(l, m)
	return Machine{
		Lab: l.Name, Name: m.Name, CPUs: cmp.Or(m.CPUs, 1), Memory: cmp.Or(m.Memory, 1024), Adapters: list, Disks: m.Disks,
		Seed: m.Seed, Dir: l.MachineDir(m.Name), Off: m.Off, Restart: l.Restart,
	}
}

func (m Machine) String() string { return "machine " + m.Name }

func (m Machine) uuid() string { return UUID(m.Lab, m.Name) }

// Secrets returns what is secret in the seed, to be masked wherever it turns
// up.
func (m Machine) Secrets() []sh.Secret { return m.Seed.Secrets() }

// log is where the serial port of the machine goes.
func (m Machine) log() string { return m.Dir + "/console.log" }

// Probe prints what VirtualBox says of the machine, whether its seed is there,
// and how large its further disks are, in MiB.
func (m Machine) Probe() sh.Script {
	script := look + `look showvminfo "$uuid" --machinereadable || { echo absent; exit 0; }
printf '%s\n' "$said" | grep -E "$known" | grep -v '^"[^"]*-ImageUUID-'
[ ! -e "$seed" ] || echo "file seed"
disk() {
	[ -e "$2" ] || return 0
	look showmediuminfo disk "$2" || exit
	printf '%s\n' "$said" | sed -n "s/^Capacity: *\([0-9]*\) MBytes$/disk $1 \1/p"
}
`
	for _, d := range m.Disks {
		script += sh.Cmd("disk", d.Name, m.disk(d)) + "\n"
	}
	return hypervisor.With(script, "uuid", m.uuid(), "seed", m.seed(), "known", known)
}

// Plan changes what differs, if the machine is off or may be switched off for
// it, and switches it on.
func (m Machine) Plan(got string) (c tasks.Change, err error) {
	was := parse(got)
	if was.state == "" {
		if strings.TrimSpace(got) != "absent" {
			return c, fmt.Errorf("the probe printed %q", got)
		}
		m.foresee(&c)
		return c, fmt.Errorf("there is no machine %s in VirtualBox", m.Name)
	}
	if was.chipset != "" && was.chipset != "piix3" {
		return c, &ChipsetError{Machine: m.Name, Has: was.chipset}
	}
	offline, online, err := m.differ(was, got)
	if err != nil {
		return c, err
	}
	stop := len(offline) > 0 && !was.off()
	if stop && (!m.Restart || strings.HasSuffix(was.state, "saved")) {
		e := &OnError{Machine: m.Name, State: was.state}
		for _, s := range offline {
			e.Differs = append(e.Differs, difference(s))
		}
		return tasks.Change{Steps: append(online, offline...)}, e
	}
	if stop {
		c.Steps = append(c.Steps, m.shutDown(was.state))
	}
	c.Steps = append(append(c.Steps, online...), offline...)
	switch {
	case stop:
		c.Steps = append(c.Steps, m.switchOn("off"))
	case was.state != "running" && was.state != "starting" && !m.Off:
		c.Steps = append(c.Steps, m.switchOn(was.state))
	}
	return c, nil
}

// difference returns a step in words: of values of several lines, those that
// only one of them has.
func difference(s tasks.Step) string {
	only := func(a, b string) string {
		var lines []string
		for line := range strings.Lines(a) {
			if line = strings.TrimSuffix(line, "\n"); !strings.Contains("\n"+b+"\n", "\n"+line+"\n") {
				lines = append(lines, line)
			}
		}
		if len(lines) == 0 {
			return "nothing"
		}
		return strings.Join(lines, ", ")
	}
	return s.Field + " (" + only(s.Was, s.Want) + " -> " + only(s.Want, s.Was) + ")"
}

// differ returns what has to change while the machine is off, and what may
// change at any time.
func (m Machine) differ(was info, got string) (offline, online []tasks.Step, err error) {
	offline = m.hardware(was)
	if !strings.Contains("\n"+got, "\nfile seed\n") {
		online = append(online, m.writeSeed("absent"))
	}
	attach, plugged, err := m.attachSeed(was)
	switch {
	case err != nil:
		return nil, nil, err
	case attach != nil && plugged:
		online = append(online, *attach)
	case attach != nil:
		offline = append(offline, *attach)
	}
	disks, err := m.differDisks(was, got)
	return append(offline, disks...), online, err
}

// foresee adds what will be done once the machine has been cloned, from what
// no base has.
func (m Machine) foresee(c *tasks.Change) {
	c.Steps = append(m.hardware(info{}), m.writeSeed("absent"))
	for _, d := range m.Disks {
		c.Differ("disk "+d.Name, "absent", megabytes(d.Size), m.makeDisk(d))
	}
	if !m.Off {
		c.Steps = append(c.Steps, m.switchOn("poweroff"))
	}
}
