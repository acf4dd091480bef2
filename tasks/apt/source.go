// Package apt tells apt where packages come from and which versions it prefers.
// The packages themselves are wanted with a packages.Set, whose next
// installation fetches the lists of sources that have changed.
package apt

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Source wants a source of packages: the file /etc/apt/sources.list.d/NAME.sources,
// in the format of sources.list(5) that is called deb822, with the key that
// signs the source in it. Key and source change together, in one rename.
type Source struct {
	Name       string   // of the file: letters, digits, "_", "-" and "."
	Types      []string // nil means deb; deb-src is the other
	URIs       []string // e.g. https://deb.example.org/debian
	Suites     []string // e.g. bookworm; a path that ends in "/" has no Components
	Components []string // e.g. main

	// Architectures is empty for all that the host has.
	Architectures []string

	// Key is the OpenPGP public key that signs the source, armoured or binary.
	// It needs apt 2.4, which Debian 12 and Ubuntu 22.04 have. Keyring is a
	// file with keys on the host instead, such as
	// /usr/share/keyrings/debian-archive-keyring.gpg. With neither, every key
	// that the host trusts may sign.
	Key     string
	Keyring string

	Disabled bool              // keep the file, but do not use the source
	Fields   map[string]string // further fields, e.g. "Trusted": "yes"; see sources.list(5)

	Absent bool // the file must not be there; only Name must be given
}

var (
	_ tasks.Task    = Source{}
	_ tasks.Sampler = Source{}
)

// String returns "apt source NAME".
func (s Source) String() string { return "apt source " + s.Name }

// Path returns the path of the file.
func (s Source) Path() string { return "/etc/apt/sources.list.d/" + s.Name + ".sources" }

func (s Source) file() file.Part {
	return file.Content{Path: s.Path(), Body: s.text(), Mode: 0o644, Owner: "root:root"}.Unless(s.Absent)
}

// Probe is that of the file.
func (s Source) Probe() sh.Script { return s.file().Probe() }

// Plan compares the file.
func (s Source) Plan(got string) (tasks.Change, error) { return s.file().Plan(got) }

// Sample is of a host without the file.
func (s Source) Sample() (before, after string) { return s.file().Sample() }

// text returns the file.
func (s Source) text() string {
	types := s.Types
	if types == nil {
		types = []string{"deb"}
	}
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			b.WriteString(name + ": " + value + "\n")
		}
	}
	if s.Disabled {
		field("Enabled", "no")
	}
	field("Types", strings.Join(types, " "))
	field("URIs", strings.Join(s.URIs, " "))
	field("Suites", strings.Join(s.Suites, " "))
	field("Components", strings.Join(s.Components, " "))
	field("Architectures", strings.Join(s.Architectures, " "))
	field("Signed-By", s.Keyring)
	for _, name := range slices.Sorted(maps.Keys(s.Fields)) {
		field(name, s.Fields[name])
	}
	if s.Key != "" {
		b.WriteString("Signed-By:\n")
		for line := range strings.Lines(armoured(s.Key)) {
			if line = strings.TrimSpace(line); line == "" {
				line = "."
			}
			b.WriteString(" " + line + "\n")
		}
	}
	return b.String()
}

var (
	fileName  = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9_.-]*$`)
	fieldName = regexp.MustCompile(`^[A-Za-z][A-Za-z-]*$`)
)

// given reports whether the source has anything else than a name.
func (s Source) given() bool {
	lists := len(s.Types) + len(s.URIs) + len(s.Suites) + len(s.Components) + len(s.Architectures) + len(s.Fields)
	return lists > 0 || s.Key != "" || s.Keyring != "" || s.Disabled
}

// written are the fields that a source has of its own.
var written = []string{"enabled", "types", "uris", "suites", "components", "architectures", "signed-by"}

// Validate reports what apt would not read, or would read as something else.
func (s Source) Validate() error {
	switch {
	case !fileName.MatchString(s.Name):
		return fmt.Errorf("apt: %q is not the name of a source: apt reads files of letters, digits, _, - and . only", s.Name)
	case s.Absent && s.given():
		return errors.New("apt: an absent source has no more than a name")
	case s.Absent:
		return nil
	case len(s.URIs) == 0 || len(s.Suites) == 0:
		return errors.New("apt: a source needs URIs and Suites")
	case s.Key != "" && s.Keyring != "":
		return errors.New("apt: a source has a Key or a Keyring, not both")
	}
	for _, list := range [][]string{s.Types, s.URIs, s.Suites, s.Components, s.Architectures} {
		for _, word := range list {
			if word == "" || strings.ContainsAny(word, " \t\r\n\x00") {
				return fmt.Errorf("apt: %q is not one word", word)
			}
		}
	}
	if i := slices.IndexFunc(s.Types, func(t string) bool { return t != "deb" && t != "deb-src" }); i >= 0 {
		return fmt.Errorf("apt: there is no type %q: want deb or deb-src", s.Types[i])
	}
	for _, suite := range s.Suites {
		if exact := strings.HasSuffix(suite, "/"); exact != (len(s.Components) == 0) {
			return fmt.Errorf("apt: suite %q: want Components, or a path that ends in / and none", suite)
		}
	}
	for name, value := range s.Fields {
		if !fieldName.MatchString(name) || slices.Contains(written, strings.ToLower(name)) || value == "" || strings.ContainsAny(value, "\n\x00") {
			return fmt.Errorf("apt: %q: %q is not a further field", name, value)
		}
	}
	if s.Keyring != "" {
		return file.CheckPath(s.Keyring)
	}
	return checkKey(s.Key)
}
