package kernel

import (
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Blacklist wants a module not to be loaded, neither now nor ever: by a file
// /etc/modprobe.d/hrun-blacklist-NAME.conf, modprobe.d(5), that has modprobe(8)
// fail for it, also where another module needs it. What is in use is not
// removed, and the task fails. insmod(8), and an initial RAM disk that was made
// before, do not ask.
type Blacklist struct {
	Module string // its name, e.g. usb_storage
	Absent bool   // the file must not be there; the module is not loaded for that

	root string // what the paths lie below; empty means /
}

var (
	_ tasks.Task    = Blacklist{}
	_ tasks.Sampler = Blacklist{}
)

// Validate reports a name that no module can have.
func (b Blacklist) Validate() error { return checkName(b.Module) }

func (b Blacklist) String() string { return "blacklist of module " + b.Module }

func (b Blacklist) path() string {
	return b.root + "/etc/modprobe.d/hrun-blacklist-" + canonical(b.Module) + ".conf"
}

func (b Blacklist) file() file.Part {
	n := canonical(b.Module)
	return file.Content{
		Path:  b.path(),
		Body:  "blacklist " + n + "\ninstall " + n + " /bin/false\n",
		Owner: "root:root",
	}.Unless(b.Absent)
}

// Probe prints how the kernel has the module, and then what the probe of the
// file prints.
func (b Blacklist) Probe() sh.Script {
	return sh.Lines(sh.Group(look(b.root, b.Module)), sh.Group(b.file().Probe()))
}

// Plan compares the file, and whether the module is loaded. The file comes
// first: nothing shall load the module again meanwhile.
func (b Blacklist) Plan(got string) (c tasks.Change, err error) {
	if err := b.Validate(); err != nil {
		return c, err
	}
	how, rest, err := parse(b.Module, got)
	if missing := (*MissingError)(nil); err != nil && !errors.As(err, &missing) {
		return c, err
	}
	if b.Absent {
		return b.file().Plan(rest)
	}
	if how == builtIn {
		return c, fmt.Errorf("module %s is built into the kernel", b.Module)
	}
	c, err = within(b.file(), b.Absent, b.path(), rest)
	if err == nil && how == loaded {
		c.Differ("module", loaded, "not loaded", sh.Cmd("modprobe", "-r", b.Module))
	}
	return c, err
}

// Sample shows a module that may be loaded, and one that may not.
func (b Blacklist) Sample() (before, after string) {
	none, kept := b.file().Sample()
	return available + "\n" + none, available + "\n" + kept
}
