package inventory

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/go-multierror"
)

// extraSource is where a variable of the command line comes from.
const extraSource = "-e"

// WithExtra returns the inventory with variables that win over all others, on
// every host. An assignment is KEY=VALUE (several with spaces between, values
// quoted as in a shell; they are strings), a mapping in JSON or YAML, or @FILE
// with such a mapping. A later one wins over an earlier one. Relative paths in
// values start at the working directory, or at that of FILE.
//
// A KEY with dots, as vm.machine.cpus, sets one value inside of a mapping, and
// leaves the rest as it is: in each host that has the variable, or, where no host
// has it, in a new one of all hosts.
func (inv *Inventory) WithExtra(assignments ...string) (*Inventory, error) {
	said := extra{whole: layer{}}
	var faults *multierror.Error
	for _, assignment := range assignments {
		if err := said.assign(assignment, inv.secrets); err != nil {
			faults = multierror.Append(faults, err)
		}
	}
	if err := tidy(faults); err != nil {
		return nil, err
	}
	hosts := slices.Clone(inv.declared)
	if err := said.apply(hosts); err != nil {
		return nil, err
	}
	return assemble(inv.dir, inv.tree, hosts, nil, inv.secrets)
}

func (x *extra) assign(assignment string, secrets *keeper) error {
	assignment = strings.TrimSpace(assignment)
	at := place{file: extraSource}
	data := []byte(assignment)
	if path, ok := strings.CutPrefix(assignment, "@"); ok {
		var err error
		if data, err = os.ReadFile(path); err != nil {
			return at.faultf("%w", err)
		}
		if data, at, err = secrets.unseal(data, place{file: path, base: filepath.Dir(path)}); err != nil {
			return err
		}
	} else if !isMapping(assignment) {
		return x.assignWords(assignment)
	}
	root, err := parseYAML(data, at)
	if err == nil && root.kind != mapping {
		err = root.place.faultf("extra variables are a mapping of names to values, not %s", root.kind)
	}
	if err != nil {
		return err
	}
	if at.file == extraSource {
		root = root.at(at)
	}
	for _, e := range root.pairs {
		if name, _, _ := strings.Cut(e.key, "."); !isVariableName(name) {
			x.set(e.key, e.value)
		} else if err := x.setKey(e.key, e.value); err != nil {
			return err
		}
	}
	return nil
}

// setKey sets a variable, or a part of one where the key has dots.
func (x *extra) setKey(key string, value node) error {
	p, dotted, err := partOf(key, value)
	switch {
	case err != nil:
		return err
	case dotted:
		return x.setPart(p)
	}
	x.set(key, value)
	return nil
}

// isMapping reports whether an assignment is JSON or YAML and not KEY=VALUE.
func isMapping(assignment string) bool {
	colon, equals := strings.IndexByte(assignment, ':'), strings.IndexByte(assignment, '=')
	return strings.HasPrefix(assignment, "{") || colon >= 0 && (equals < 0 || colon < equals)
}

func (x *extra) assignWords(assignment string) error {
	at := place{file: extraSource}
	all, err := words(assignment, false)
	if err != nil {
		return at.faultf("%w", err)
	}
	for _, word := range all {
		key, value, ok := strings.Cut(word, "=")
		if !ok || key == "" {
			// The word is not shown: it may be part of a password with a space.
			return at.faultf("an extra variable is KEY=VALUE, a mapping or @FILE; a value that holds spaces is quoted")
		}
		said := node{place: at, kind: text, text: value}
		if !strings.Contains(key, ".") && !isVariableName(key) {
			return at.faultf("%q is not the name of a variable", key)
		}
		if err := x.setKey(key, said); err != nil {
			return err
		}
	}
	return nil
}

// isVariableName reports whether Ansible would take a name as that of a
// variable, and so whether anything could ever ask for it.
func isVariableName(name string) bool {
	for i, c := range name {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// at returns the node as if all of it stood at one place.
func (n node) at(p place) node {
	n.place = p
	n.items, n.pairs = slices.Clone(n.items), slices.Clone(n.pairs)
	for i := range n.items {
		n.items[i] = n.items[i].at(p)
	}
	for i, e := range n.pairs {
		n.pairs[i] = entry{p, e.key, e.value.at(p)}
	}
	return n
}
