// Package hosts holds the task about a host's own table of names, hosts(5).
package hosts

import (
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Entry wants /etc/hosts to have one line for an address, with exactly these
// names. The first line of that address becomes it and further ones are
// removed; if there is none, it is added at the end. Comments and the lines of
// other addresses stay.
//
// Where cloud-init has manage_etc_hosts set it writes the file anew at each
// boot, from /etc/cloud/templates/hosts.*.tmpl: turn that off, or put the
// entry there with a second Entry. In a container whose engine mounts the
// file, it cannot be replaced, and the task fails.
type Entry struct {
	Address netip.Addr
	Names   []string // the first is the canonical one, the others are aliases

	// Exclusive also takes the names off the lines of other addresses of the
	// same family. Debian gives a machine's own name to 127.0.1.1, which is no
	// address for its peers.
	Exclusive bool

	// Absent wants no line for the address; there are no names then.
	Absent bool

	Path string // empty means /etc/hosts
}

var (
	_ tasks.Task    = Entry{}
	_ tasks.Sampler = Entry{}
)

// label is what a name in the file may look like: the letters of a host name
// (RFC 1123), and the underscore that is met in practice.
var label = regexp.MustCompile(`^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$`)

// Validate reports a missing address, and names that are none.
func (e Entry) Validate() error {
	var errs []error
	if !e.Address.IsValid() {
		errs = append(errs, errors.New("the address is missing"))
	}
	switch {
	case e.Absent && (e.Exclusive || len(e.Names) > 0):
		errs = append(errs, errors.New("an absent entry has names"))
	case !e.Absent && len(e.Names) == 0:
		errs = append(errs, errors.New("there are no names"))
	}
	for _, n := range e.Names {
		if len(n) > 253 || !label.MatchString(n) {
			errs = append(errs, fmt.Errorf("%q is not the name of a host", n))
		}
	}
	return errors.Join(append(errs, e.text().Validate())...)
}

func (e Entry) text() file.Text {
	if e.Path == "" {
		e.Path = "/etc/hosts"
	}
	return file.Text{Path: e.Path, Create: true}
}

func (e Entry) String() string {
	if e.Path != "" {
		return fmt.Sprintf("hosts entry %s in %s", e.Address, e.Path)
	}
	return fmt.Sprintf("hosts entry %s", e.Address)
}

// Probe prints type, mode and owner, and the whole text.
func (e Entry) Probe() sh.Script { return e.text().Probe() }

// Plan compares the whole text with what it would be.
func (e Entry) Plan(got string) (tasks.Change, error) {
	if err := e.Validate(); err != nil {
		return tasks.Change{}, err
	}
	return e.text().Plan(got, e.rewrite)
}

// Sample shows an empty table, and one with the entry.
func (e Entry) Sample() (before, after string) {
	const table = "file 644 0:0 root:root\ntext\n"
	if e.Absent {
		return table, table
	}
	return table, table + e.line("")
}

func (e Entry) rewrite(old string) (string, error) {
	var b strings.Builder
	found := e.Absent
	for line := range strings.Lines(old) {
		if !strings.HasSuffix(line, "\n") {
			line += "\n"
		}
		addr, names, ok := split(line)
		switch {
		case ok && addr == e.Address && found:
		case ok && addr == e.Address:
			found = true
			if slices.Equal(names, e.Names) {
				b.WriteString(line)
			} else {
				b.WriteString(e.line(remark(line)))
			}
		case ok && e.Exclusive && addr.Is4() == e.Address.Is4():
			b.WriteString(e.without(line, addr, names))
		default:
			b.WriteString(line)
		}
	}
	if !found {
		b.WriteString(e.line(""))
	}
	if b.String() == old+"\n" {
		return old, nil // only the last line feed is missing
	}
	return b.String(), nil
}

func (e Entry) line(remark string) string {
	return e.Address.String() + " " + strings.Join(e.Names, " ") + remark + "\n"
}

// remark returns the comment at the end of a line, with the space before it.
func remark(line string) string {
	line = strings.TrimRight(line, " \t\n")
	before, comment, ok := strings.Cut(line, "#")
	if !ok {
		return ""
	}
	return before[len(strings.TrimRight(before, " \t")):] + "#" + comment
}

// without returns another address's line without the names of e; a line that
// has no other names goes.
func (e Entry) without(line string, addr netip.Addr, names []string) string {
	rest := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return slices.Contains(e.Names, n) })
	switch len(rest) {
	case len(names):
		return line
	case 0:
		return ""
	}
	return addr.String() + " " + strings.Join(rest, " ") + remark(line) + "\n"
}

// split reads a line of hosts(5); ok is false if it names no address.
func split(line string) (addr netip.Addr, names []string, ok bool) {
	line, _, _ = strings.Cut(line, "#")
	fields := strings.Fields(line)
	if len(fields) < 2 {
		return addr, nil, false
	}
	addr, err := netip.ParseAddr(fields[0])
	return addr, fields[1:], err == nil
}
