// Package timezone holds the task about the zone that a host tells the time in.
package timezone

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Zone wants /etc/localtime, localtime(5), to be a link to a zone of the tz
// database, and /etc/timezone to name it where a host has that file, as Debian
// 12 does and its successors do not. A copy of a zone at /etc/localtime is
// replaced by the link.
//
// systemd follows at once. Other programs that run keep the zone that they
// have read: cron has to be restarted by whoever cares. The clock itself is
// not set, nor whether the hardware clock runs in local time.
type Zone struct {
	Name string // as in the tz database, e.g. Europe/Berlin or Etc/UTC

	root string // what the paths lie below; empty means /
}

var (
	_ tasks.Task    = Zone{}
	_ tasks.Sampler = Zone{}
)

// MissingError says that a host does not know the zone.
type MissingError struct {
	Zone     string
	Database bool // whether the tz database is there at all
}

func (e *MissingError) Error() string {
	if !e.Database {
		return fmt.Sprintf("time zone %s: there is no /usr/share/zoneinfo; install the package tzdata first", e.Zone)
	}
	return fmt.Sprintf("time zone %s is not in /usr/share/zoneinfo; names of old zones are in the package tzdata-legacy where that exists", e.Zone)
}

const database = "/usr/share/zoneinfo/"

var form = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9][A-Za-z0-9_+-]*)*$`)

// Validate reports a name that no zone can have.
func (z Zone) Validate() error {
	if !form.MatchString(z.Name) {
		return fmt.Errorf("%q cannot be the name of a time zone", z.Name)
	}
	return nil
}

func (z Zone) String() string { return "timezone " + z.Name }

func (z Zone) link() file.Link {
	return file.Link{Path: z.root + "/etc/localtime", Target: database + z.Name, Force: true}
}

func (z Zone) text() file.Text { return file.Text{Path: z.root + "/etc/timezone", Create: true} }

// Probe prints "known" if the host has the zone, "unknown" if it has others
// only, or "none"; then what the probe of the link prints, and then what
// [file.Text.Probe] prints of /etc/timezone.
func (z Zone) Probe() sh.Script {
	return "z=" + sh.Word(z.root+database) + "\n" +
		"if [ -f \"$z\"" + sh.Word(z.Name) + " ]; then echo known; elif [ -d \"$z\" ]; then echo unknown; else echo none; fi &&\n" +
		sh.Lines(sh.Group(z.link().Probe()), sh.Group(z.text().Probe()))
}

// Plan compares the link, and the file if there is one. It returns a
// [MissingError] for a zone that the host does not have.
func (z Zone) Plan(got string) (tasks.Change, error) {
	if err := z.Validate(); err != nil {
		return tasks.Change{}, err
	}
	known, rest, _ := strings.Cut(got, "\n")
	link, text, _ := strings.Cut(rest, "\n")
	c, err := z.planLink(link)
	if err != nil {
		return tasks.Change{}, err
	}
	if text != "absent\n" {
		named, err := z.text().Plan(text, func(string) (string, error) { return z.Name + "\n", nil })
		if err != nil {
			return tasks.Change{}, err
		}
		c.Steps = append(c.Steps, named.Steps...)
	}
	if known != "known" {
		return tasks.Change{}, &MissingError{Zone: z.Name, Database: known == "unknown"}
	}
	return c, nil
}

// planLink counts the link that systemd makes, which is relative, as the one
// that Debian makes.
func (z Zone) planLink(got string) (tasks.Change, error) {
	if got == "link .."+database+z.Name {
		return tasks.Change{}, nil
	}
	c, err := z.link().Plan(got + "\n")
	if missing := (*file.MissingError)(nil); errors.As(err, &missing) {
		return c, fmt.Errorf("time zone %s: %w", z.Name, err)
	}
	return c, err
}

// Sample shows a Debian 12 in UTC, or in Greenwich's time if UTC is wanted.
func (z Zone) Sample() (before, after string) {
	other := "Etc/UTC"
	if z.Name == other {
		other = "Etc/GMT"
	}
	host := func(zone string) string {
		return "known\nlink " + database + zone + "\nfile 644 0:0 root:root\ntext\n" + zone + "\n"
	}
	return host(other), host(z.Name)
}
