package apt

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Pin wants apt to prefer, or never to take, some versions of some packages:
// the file /etc/apt/preferences.d/NAME, see apt_preferences(5). It changes
// nothing that is installed.
type Pin struct {
	Name     string   // of the file: letters, digits, "_" and "-"
	Packages []string // names, patterns of the shell, or "*"
	Pin      string   // e.g. "release n=bookworm-backports", "version 2.6.*", "origin deb.example.org"
	Priority int      // e.g. 990; more than 1000 also goes back to older versions, less than 0 means never; not 0

	Absent bool // the file must not be there; only Name must be given
}

var (
	_ tasks.Task    = Pin{}
	_ tasks.Sampler = Pin{}
)

// String returns "apt pin NAME".
func (p Pin) String() string { return "apt pin " + p.Name }

// Path returns the path of the file.
func (p Pin) Path() string { return "/etc/apt/preferences.d/" + p.Name }

func (p Pin) file() file.Part {
	return file.Content{Path: p.Path(), Mode: 0o644, Owner: "root:root", Body: "Package: " + strings.Join(p.Packages, " ") +
		"\nPin: " + p.Pin + "\nPin-Priority: " + strconv.Itoa(p.Priority) + "\n"}.Unless(p.Absent)
}

// Probe is that of the file.
func (p Pin) Probe() sh.Script { return p.file().Probe() }

// Plan compares the file.
func (p Pin) Plan(got string) (tasks.Change, error) { return p.file().Plan(got) }

// Sample is of a host without the file.
func (p Pin) Sample() (before, after string) { return p.file().Sample() }

// Validate reports what apt would not read.
func (p Pin) Validate() error {
	kind, what, _ := strings.Cut(p.Pin, " ")
	switch {
	case !fileName.MatchString(p.Name) || strings.Contains(p.Name, "."):
		return fmt.Errorf("apt: %q is not the name of a pin: want letters, digits, _ and -", p.Name)
	case p.Absent && (len(p.Packages) > 0 || p.Pin != "" || p.Priority != 0):
		return errors.New("apt: an absent pin has no more than a name")
	case p.Absent:
		return nil
	case len(p.Packages) == 0:
		return errors.New("apt: a pin needs Packages")
	case kind != "release" && kind != "version" && kind != "origin" || strings.TrimSpace(what) == "":
		return fmt.Errorf("apt: %q is not a pin: want release, version or origin, and which", p.Pin)
	case p.Priority == 0 || p.Priority < -32768 || p.Priority > 32767:
		return fmt.Errorf("apt: %d is not a priority: want -32768 to 32767 and not 0", p.Priority)
	case strings.ContainsAny(p.Pin, "\n\x00"):
		return errors.New("apt: a pin is one line")
	}
	for _, name := range p.Packages {
		if name == "" || strings.ContainsAny(name, " \t\r\n\x00") {
			return fmt.Errorf("apt: %q is not one word", name)
		}
	}
	return nil
}
