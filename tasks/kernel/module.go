package kernel

import (
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Module wants a module to be loaded, now and at boot: by a file
// /etc/modules-load.d/hrun-NAME.conf, modules-load.d(5). One that is built into
// the kernel counts as loaded. The module is loaded first: what the kernel
// refuses is not written.
type Module struct {
	Name string // as in /lib/modules, e.g. br_netfilter; not an alias

	// Absent wants the module not to be loaded now, and not by that file. What
	// is in use is not removed, and the task fails. Others may load it again,
	// unless it is a [Blacklist].
	Absent bool

	root string // what the paths lie below; empty means /
}

var (
	_ tasks.Task    = Module{}
	_ tasks.Sampler = Module{}
)

// Validate reports a name that no module can have.
func (m Module) Validate() error { return checkName(m.Name) }

func (m Module) String() string { return "module " + m.Name }

func (m Module) path() string {
	return m.root + "/etc/modules-load.d/hrun-" + canonical(m.Name) + ".conf"
}

func (m Module) file() file.Part {
	return file.Content{Path: m.path(), Body: canonical(m.Name) + "\n", Owner: "root:root"}.Unless(m.Absent)
}

// Probe prints how the kernel has the module, and then what the probe of the
// file prints.
func (m Module) Probe() sh.Script {
	return sh.Lines(sh.Group(look(m.root, m.Name)), sh.Group(m.file().Probe()))
}

// Plan compares whether it is loaded, and the file. It returns a
// [MissingError] if the kernel that runs has no such module to load.
func (m Module) Plan(got string) (c tasks.Change, err error) {
	if err := m.Validate(); err != nil {
		return c, err
	}
	how, rest, err := parse(m.Name, got)
	missing := (*MissingError)(nil)
	if err != nil && (!m.Absent || !errors.As(err, &missing)) {
		return c, err
	}
	kept, err := m.file().Plan(rest)
	if err != nil {
		return c, err
	}
	switch {
	case m.Absent && how == builtIn:
		return c, fmt.Errorf("module %s is built into the kernel", m.Name)
	case m.Absent && how == loaded:
		c.Differ("module", loaded, "not loaded", sh.Cmd("modprobe", "-r", m.Name))
	case !m.Absent && how == available:
		c.Differ("module", "not loaded", loaded, sh.Cmd("modprobe", m.Name))
	}
	c.Steps = append(c.Steps, kept.Steps...)
	return c, nil
}

// Sample shows a kernel that can load the module, and one that has.
func (m Module) Sample() (before, after string) {
	none, kept := m.file().Sample()
	if m.Absent {
		return available + "\n" + none, available + "\n" + kept
	}
	return available + "\n" + none, loaded + "\n" + kept
}
