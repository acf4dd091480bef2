package systemd

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// DropIn wants a file /etc/systemd/system/UNIT.d/NAME.conf that changes some
// settings of a unit, mode 0644 and owned by root, and systemd to have read it.
// The directory is made if need be. A list such as ExecStart= is added to: an
// empty assignment before clears it, see systemd.unit(5).
//
// A service that runs has the new settings once it is restarted.
type DropIn struct {
	Unit string // in full, such as haproxy.service
	Name string // without ".conf"; files are read in the order of their names
	Body string

	// Only wants no other drop-in for the unit in /etc/systemd/system. Those
	// of packages, and those for all units of a type, are not looked at.
	Only bool

	Absent bool // the file must not be there; Body must be empty

	directory string // empty means /etc/systemd/system
}

var (
	_ tasks.Task    = DropIn{}
	_ tasks.Sampler = DropIn{}
)

var confForm = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]*$`)

// Validate reports names that are none, and an empty body.
func (d DropIn) Validate() error {
	errs := []error{checkName(d.Unit)}
	if !confForm.MatchString(d.Name) || strings.HasSuffix(d.Name, ".conf") {
		errs = append(errs, fmt.Errorf("%q is not the name of a drop-in without its \".conf\"", d.Name))
	}
	if (d.Body == "") != d.Absent {
		errs = append(errs, errors.New("want either a body or Absent"))
	}
	return errors.Join(errs...)
}

// String returns "drop-in NAME of UNIT".
func (d DropIn) String() string { return "drop-in " + d.Name + " of " + d.Unit }

func (d DropIn) path() string {
	if d.directory == "" {
		d.directory = directory
	}
	return path.Join(d.directory, d.Unit+".d", d.Name+".conf")
}

func (d DropIn) file() file.Part {
	return file.Content{Path: d.path(), Body: d.Body, Owner: "root:root"}.Unless(d.Absent)
}

// others returns the script that runs a command for each other drop-in, which
// it finds in $f.
func (d DropIn) others(command sh.Script) sh.Script {
	return "for f in " + sh.Word(path.Dir(d.path())) + `/*.conf; do
	if [ "$f" != ` + sh.Word(d.path()) + ` ] && { [ -e "$f" ] || [ -L "$f" ]; }; then ` + command + ` || exit; fi
done`
}

// Probe prints what systemd has read, the other drop-ins if they are to go, and
// what is there to be read.
func (d DropIn) Probe() sh.Script {
	var others sh.Script
	if d.Only {
		others = sh.Group(d.others(`printf 'other %s\n' "${f##*/}"`))
	}
	return sh.Lines(sh.Group(look(d.Unit, "", true)), others, sh.Group(d.file().Probe()))
}

// Plan compares the file and has systemd read it.
func (d DropIn) Plan(got string) (c tasks.Change, err error) {
	if err := d.Validate(); err != nil {
		return c, err
	}
	stale, rest, err := reread(got)
	if err != nil {
		return c, fmt.Errorf("%s: %w", d, err)
	}
	var others []string
	for strings.HasPrefix(rest, "other ") && d.Only {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if name, ok := strings.CutSuffix(line, ".conf"); ok {
			others = append(others, strings.TrimPrefix(name, "other "))
		}
	}
	if rest == "missing\n" && !d.Absent {
		rest = "absent\n"
		dir := path.Dir(d.path())
		c.Differ("directory", "absent", "present, mode 755", sh.Cmd("mkdir", "-m", "755", dir))
	}
	body, err := d.file().Plan(rest)
	if err != nil {
		return tasks.Change{}, err
	}
	c.Steps = append(c.Steps, body.Steps...)
	c.Differ("other drop-ins", strings.Join(others, "\n"), "", d.others(`rm -f "$f"`))
	reload(&c, stale)
	return c, nil
}

// Sample is of a host without any drop-in of the unit.
func (d DropIn) Sample() (before, after string) {
	before, after = d.file().Sample()
	return "read\n" + before, "read\n" + after
}
