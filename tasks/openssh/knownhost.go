package openssh

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// systemFile is what ssh reads for every user, ssh_config(5).
const systemFile = "/etc/ssh/ssh_known_hosts"

// KnownHost wants ssh to recognise a host by exactly these keys, under exactly
// these names: a line that has one of the names with another key, as before the
// host's keys were renewed, goes. A line that also has other names keeps those.
//
// Names that are hashed in the file are recognised; new lines are not hashed.
// Lines with patterns, and revoked keys, stay.
type KnownHost struct {
	// Names are host names or addresses as they are given to ssh, those with a
	// port other than 22 as "[NAME]:PORT". For an Authority they are patterns,
	// such as "*.example.org".
	Names []string

	// Keys are lines as in a *.pub file; comments are left out. At least one,
	// unless Absent.
	Keys []string

	// Authority says that the keys are those of a certificate authority, which
	// is trusted for the names: "@cert-authority". Other authorities for the
	// same list of names go.
	Authority bool

	Absent bool // no keys for the names; Keys must be empty

	// User is whose ~/.ssh/known_hosts is meant, which then nobody else can
	// read or write; empty means the file of all users,
	// /etc/ssh/ssh_known_hosts.
	User string

	home, system string // empty means what the host says, and systemFile
}

var (
	_ tasks.Task    = KnownHost{}
	_ tasks.Sampler = KnownHost{}
)

// Validate reports names and keys that are none.
func (h KnownHost) Validate() error {
	var errs []error
	if len(h.Names) == 0 {
		errs = append(errs, errors.New("there are no names"))
	}
	for _, n := range h.Names {
		if n == "" || strings.ContainsAny(n, " \t\r\n\x00,|@#") || n[0] == '!' || !h.Authority && strings.ContainsAny(n, "*?") {
			errs = append(errs, fmt.Errorf("%q is not the name of a host", n))
		}
	}
	if (len(h.Keys) == 0) != h.Absent {
		errs = append(errs, errors.New("want either keys or Absent"))
	}
	for _, line := range h.Keys {
		k, err := parseKey(line)
		if err == nil && k.options != "" {
			err = fmt.Errorf("%q has something before the key", shortened(line))
		}
		errs = append(errs, err)
	}
	if h.User != "" {
		errs = append(errs, h.file().validate())
	}
	return errors.Join(errs...)
}

func (h KnownHost) file() dotFile { return dotFile{user: h.User, name: "known_hosts", home: h.home} }

func (h KnownHost) text() file.Text {
	if h.system == "" {
		h.system = systemFile
	}
	return file.Text{Path: h.system, Create: true}
}

// String returns "known host NAMES", and of whom if it is one user.
func (h KnownHost) String() string {
	name := "known host " + strings.Join(h.Names, ",")
	if h.Authority {
		name = "known authority of hosts " + strings.Join(h.Names, ",")
	}
	if h.User != "" {
		name += " of " + h.User
	}
	return name
}

// Probe prints what that of [AuthorizedKeys] or of [file.Text] prints.
func (h KnownHost) Probe() sh.Script {
	if h.User != "" {
		return h.file().probe()
	}
	return h.text().Probe()
}

// Plan compares the whole text with what it would be.
func (h KnownHost) Plan(got string) (tasks.Change, error) {
	if err := h.Validate(); err != nil {
		return tasks.Change{}, err
	}
	if h.User != "" {
		return h.file().plan(got, h.rewrite)
	}
	return h.text().Plan(got, func(old string) (string, error) { return h.rewrite(old), nil })
}

// lines returns the wanted lines.
func (h KnownHost) lines() []entry {
	var es []entry
	for _, line := range h.Keys {
		k, _ := parseKey(line) // which Validate has found to be good
		e := entry{names: strings.Join(h.Names, ","), key: key{kind: k.kind, blob: k.blob}}
		if h.Authority {
			e.marker = authority
		}
		es = append(es, e)
	}
	return es
}

// rewrite keeps what is as wanted where it is, removes what contradicts it, and
// adds what is missing at the end. Hashed lines have one name each: all of them
// together are as good as one line with all names.
func (h KnownHost) rewrite(old string) string {
	wanted := h.lines()
	var b strings.Builder
	known := make(map[string][]string) // names by key
	for line := range strings.Lines(old) {
		e, ok := parseEntry(line)
		matched := h.matched(e)
		switch {
		case !ok || len(matched) == 0:
			b.WriteString(terminated(line))
		case h.wants(wanted, e) && !slices.ContainsFunc(matched, func(n string) bool { return slices.Contains(known[e.key.blob], n) }):
			known[e.key.blob] = append(known[e.key.blob], matched...)
			b.WriteString(terminated(line))
		default:
			b.WriteString(e.without(matched))
		}
	}
	for _, w := range wanted {
		var missing []string
		for _, n := range h.Names {
			if !slices.Contains(known[w.key.blob], n) {
				missing = append(missing, n)
			}
		}
		if len(missing) > 0 {
			w.names = strings.Join(missing, ",")
			b.WriteString(w.String() + "\n")
		}
	}
	if b.String() == old+"\n" {
		return old // only the last line feed is missing
	}
	return b.String()
}

// wants reports whether the entry has one of the wanted keys.
func (h KnownHost) wants(wanted []entry, e entry) bool {
	return slices.ContainsFunc(wanted, func(w entry) bool { return w.key.same(e.key) })
}

// matched returns those of the names that an entry of the wanted kind is about.
// One of an authority has patterns, of which only the list as a whole counts.
func (h KnownHost) matched(e entry) []string {
	switch {
	case h.Authority:
		if e.marker == authority && e.names == strings.Join(h.Names, ",") {
			return h.Names
		}
		return nil
	case e.marker != "":
		return nil
	}
	var names []string
	for _, n := range h.Names {
		if e.has(n) {
			names = append(names, n)
		}
	}
	return names
}

// Sample is of a host, or a user, without known hosts.
func (h KnownHost) Sample() (before, after string) {
	text := h.rewrite("")
	switch {
	case h.User != "":
		return h.file().sample(text)
	case text == "":
		return "absent\n", "absent\n"
	}
	return "absent\n", "file 644 0:0 root:root\ntext\n" + text
}
