package kernel

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Options wants a module to be loaded with parameters: by a file
// /etc/modprobe.d/hrun-NAME.conf, modprobe.d(5). They do not reach a module
// that is loaded already, or from an initial RAM disk that was made before, and
// one that is built in takes them from the kernel's command line only. So the
// task comes before the [Module].
type Options struct {
	Module string   // its name, e.g. nf_conntrack
	Values []string // e.g. "hashsize=16384"; see modinfo(8) for what there is
	Absent bool     // the file must not be there; Values must be empty

	root string // what the paths lie below; empty means /
}

var (
	_ tasks.Task    = Options{}
	_ tasks.Sampler = Options{}
)

// Validate reports a name that no module can have, and parameters that are
// missing or not one word each.
func (o Options) Validate() error {
	errs := []error{checkName(o.Module)}
	if (len(o.Values) == 0) != o.Absent {
		errs = append(errs, errors.New("want either parameters or Absent"))
	}
	for _, v := range o.Values {
		if v == "" || strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r == '\\' || r == '#' }) {
			errs = append(errs, fmt.Errorf("%q is not one parameter of a module", v))
		}
	}
	return errors.Join(errs...)
}

func (o Options) String() string { return "options of module " + o.Module }

func (o Options) path() string {
	return o.root + "/etc/modprobe.d/hrun-" + canonical(o.Module) + ".conf"
}

func (o Options) file() file.Part {
	return file.Content{
		Path:  o.path(),
		Body:  "options " + canonical(o.Module) + " " + strings.Join(o.Values, " ") + "\n",
		Owner: "root:root",
	}.Unless(o.Absent)
}

// Probe prints what the probe of the file prints.
func (o Options) Probe() sh.Script { return o.file().Probe() }

// Plan compares the file. It makes the directory if that is missing.
func (o Options) Plan(got string) (tasks.Change, error) {
	if err := o.Validate(); err != nil {
		return tasks.Change{}, err
	}
	return within(o.file(), o.Absent, o.path(), got)
}

// Sample shows no file, and the wanted one.
func (o Options) Sample() (before, after string) { return o.file().Sample() }
