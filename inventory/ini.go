package inventory

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// iniSection is the section of an INI file that is being read.
type iniSection struct {
	group string
	kind  string // "hosts", "vars" or "children"
}

// iniReference is a line that speaks of a group which must be defined by the
// end of the file, though maybe further down.
type iniReference struct {
	place   place
	group   string
	resolve func()
}

// readINI reads an inventory in Ansible's INI format.
func (d *draft) readINI(data []byte, at place) {
	section := iniSection{ungrouped, "hosts"}
	var references []iniReference
	for i, line := range strings.Split(string(data), "\n") {
		at := at
		at.line = i + 1
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		if next, ok := parseSection(line); ok {
			section = next
			if err := section.check(); err != nil {
				d.fault(at.faultf("%w", err))
			} else if section.kind == "vars" {
				references = append(references, iniReference{at, section.group, func() {}})
			} else {
				d.group(section.group)
			}
			continue
		}
		group := section.group
		switch section.kind {
		case "hosts":
			d.readHostLine(group, line, at)
		case "vars":
			key, value, err := parseVarsLine(line, at)
			if err != nil {
				d.fault(at.faultf("%w", err))
				continue
			}
			references = append(references, iniReference{at, group, func() { d.setGroup(group, key, value) }})
		case "children":
			child, _, _ := strings.Cut(line, "#")
			child = strings.TrimSpace(child)
			references = append(references, iniReference{at, child, func() { d.addChild(group, child, at) }})
		}
	}
	d.resolve(references)
}

// parseSection reports whether the line is a section, which an address such as
// [::1]:22 is not.
func parseSection(line string) (iniSection, bool) {
	head, comment, _ := strings.Cut(line, "]")
	comment = strings.TrimSpace(comment)
	if line[0] != '[' || head == line || comment != "" && comment[0] != '#' && comment[0] != ';' {
		return iniSection{}, false
	}
	if _, ok := bracketedAddress(head + "]"); ok {
		return iniSection{}, false
	}
	group, kind, given := strings.Cut(strings.TrimSpace(head[1:]), ":")
	if !given {
		kind = "hosts"
	}
	return iniSection{group, kind}, true
}

func (s iniSection) check() error {
	kinds := []string{"hosts", "vars", "children"}
	if !slices.Contains(kinds, s.kind) {
		return fmt.Errorf("section [%s:%s] has an unknown kind%s", s.group, s.kind, suggestion(nearest(s.kind, kinds)))
	}
	return checkGroupName(s.group)
}

func checkGroupName(name string) error {
	if name == "" || strings.ContainsAny(name, " \t\n[]:,=\"'") {
		return fmt.Errorf("%q is not the name of a group", name)
	}
	return nil
}

// readHostLine reads a host or a range of hosts, and its variables.
func (d *draft) readHostLine(group, line string, at place) {
	fields, err := words(line, true)
	if err != nil {
		d.fault(at.faultf("%w", err))
		return
	}
	if len(fields) == 0 {
		return
	}
	names := d.addHosts(group, fields[0], at)
	for _, field := range fields[1:] {
		key, value, ok := strings.Cut(field, "=")
		if !ok || key == "" {
			// The word is not shown: it may be part of a password with a space.
			d.fault(at.faultf("a variable of a host has the form key=value; a value that holds spaces is quoted"))
			continue
		}
		for _, name := range names {
			d.setHost(name, key, parseLiteral(value, at))
		}
	}
}

// parseVarsLine reads key = value. The value is a string, whatever it looks
// like; quotes around the whole of it do not belong to it.
func parseVarsLine(line string, at place) (string, node, error) {
	key, value, ok := strings.Cut(line, "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	if !ok || key == "" {
		return "", node{}, errors.New("a variable of a group has the form key=value")
	}
	if quoted, ok := literal(value, at); ok && quoted.kind == text {
		return key, quoted, nil
	}
	return key, node{place: at, kind: text, text: value}, nil
}

// resolve carries out the references to groups that exist and reports the rest.
func (d *draft) resolve(references []iniReference) {
	for _, r := range references {
		if _, ok := d.groups[r.group]; ok {
			r.resolve()
			continue
		}
		d.fault(r.place.faultf("there is no group %q%s", r.group, suggestion(nearest(r.group, d.order))))
	}
}
