package inventory

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// isScript reports whether a file is a program that answers --list. An
// executable file that is none, as on a file system without modes, is text.
func isScript(path string, data []byte) bool {
	info, err := os.Stat(path)
	program := bytes.HasPrefix(data, []byte("#!")) || bytes.HasPrefix(data, []byte("\x7fELF"))
	return program && err == nil && info.Mode()&0o111 != 0
}

// readScript runs an inventory script and reads its groups. The variables of
// the hosts are under _meta or, if there is no _meta, what the script answers
// to --host NAME.
func (d *draft) readScript(path string, at place) error {
	root, err := runScript(path, at, "--list")
	if err != nil {
		return err
	}
	for _, group := range root.pairs {
		if group.key != "_meta" {
			d.readScriptGroup(group)
		}
	}
	meta, ok := root.get("_meta")
	if ok {
		hostvars, _ := meta.get("hostvars")
		for _, host := range d.pairs(entry{at, "hostvars", hostvars}) {
			d.readHost(ungrouped, host)
		}
		return nil
	}
	for _, name := range hostsNamed(root) {
		vars, err := runScript(path, at, "--host", name)
		if err != nil {
			return err
		}
		d.readHost(ungrouped, entry{at, name, vars})
	}
	return nil
}

// readScriptGroup reads a group: a list of hosts, or hosts and children as
// lists and vars as a mapping.
func (d *draft) readScriptGroup(group entry) {
	if group.value.kind == list {
		group.value = node{place: group.place, kind: mapping, pairs: []entry{{group.place, "hosts", group.value}}}
	}
	sections := slices.Clone(group.value.pairs)
	for i, section := range sections {
		if section.value.kind == list {
			sections[i].value = keys(section.value)
		}
	}
	group.value.pairs = sections
	d.readGroup(group)
}

// keys makes a mapping of the names in a list.
func keys(names node) node {
	made := node{place: names.place, kind: mapping}
	for _, name := range names.items {
		made.pairs = append(made.pairs, entry{name.place, name.text, node{place: name.place}})
	}
	return made
}

// hostsNamed returns the hosts that the groups of a script list, each once.
func hostsNamed(root node) []string {
	var names []string
	for _, group := range root.pairs {
		hosts := group.value
		if hosts.kind == mapping {
			hosts, _ = hosts.get("hosts")
		}
		for _, host := range hosts.items {
			if !slices.Contains(names, host.text) {
				names = append(names, host.text)
			}
		}
	}
	return names
}

// runScript returns the mapping that a script prints.
func runScript(path string, at place, args ...string) (node, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return node{}, at.faultf("%w", err)
	}
	var printed, complaint bytes.Buffer
	command := exec.Command(absolute, args...)
	command.Stdout, command.Stderr = &printed, &complaint
	run := strings.Join(args, " ")
	if err := command.Run(); err != nil {
		return node{}, at.faultf("running it with %s: %w\n%s", run, err, strings.TrimSpace(complaint.String()))
	}
	root, err := parseYAML(printed.Bytes(), at)
	if err == nil && root.kind != mapping {
		err = fmt.Errorf("it is %s", root.kind)
	}
	if err != nil {
		return node{}, at.faultf("what it prints for %s is not a mapping: %w", run, err)
	}
	return root.at(at), nil
}
