// Package hostname holds the task about a host's name for itself.
package hostname

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Name wants the host to call itself by a name, now and after a boot:
// hostname(5) and what uname(2) says. Programs that run keep the name that
// they have read.
//
// It does not make the name resolvable: see the package hosts. cloud-init sets
// the name from its metadata at each boot unless preserve_hostname is set.
type Name struct {
	Name string // at most 64 bytes; a full name with dots is possible
	Path string // empty means /etc/hostname
}

var (
	_ tasks.Task    = Name{}
	_ tasks.Sampler = Name{}
)

// form is one or more labels as in RFC 1123, section 2.1.
var form = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$`)

// Validate reports a name that no host can have, and a bad path.
func (n Name) Validate() error {
	if len(n.Name) > 64 || !form.MatchString(n.Name) { // HOST_NAME_MAX, gethostname(2)
		return fmt.Errorf("%q cannot be the name of a host", n.Name)
	}
	return n.file().Validate()
}

func (n Name) file() file.Content {
	if n.Path == "" {
		n.Path = "/etc/hostname"
	}
	return file.Content{Path: n.Path, Body: n.Name + "\n"}
}

func (n Name) String() string { return "hostname " + n.Name }

// Probe prints the live name, and then what the probe of the file prints.
func (n Name) Probe() sh.Script { return sh.Lines("uname -n", sh.Group(n.file().Probe())) }

// Plan compares the live name and the file.
func (n Name) Plan(got string) (c tasks.Change, err error) {
	if err := n.Validate(); err != nil {
		return c, err
	}
	live, rest, _ := strings.Cut(got, "\n")
	if live == "" {
		return c, fmt.Errorf("uname -n printed nothing")
	}
	kept, err := n.file().Plan(rest)
	if err != nil {
		return c, err
	}
	c.Steps = append(c.Steps, kept.Steps...)
	c.Differ("live", live, n.Name, n.set())
	return c, nil
}

// Sample shows a host that has no name yet, uname(2).
func (n Name) Sample() (before, after string) {
	none, kept := n.file().Sample()
	return "(none)\n" + none, n.Name + "\n" + kept
}

// set tells systemd where it runs, so that its services hear of the new name.
// Without a message bus hostnamectl(1) fails; the kernel's name is set then,
// as it is where there is no systemd.
func (n Name) set() sh.Script {
	return "if [ -d /run/systemd/system ] && " +
		sh.Cmd("hostnamectl", "--static", "--transient", "set-hostname", n.Name) + "; then :; else " +
		sh.Cmd("hostname", n.Name) + "; fi"
}
