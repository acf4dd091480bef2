package inventory

import (
	"fmt"
	"maps"
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
func (inv *Inventory) WithExtra(assignments ...string) (*Inventory, error) {
	extra := layer{}
	var faults *multierror.Error
	for _, assignment := range assignments {
		if err := extra.assign(assignment, inv.secrets); err != nil {
			faults = multierror.Append(faults, err)
		}
	}
	if err := tidy(faults); err != nil {
		return nil, err
	}
	hosts := slices.Clone(inv.declared)
	for i := range hosts {
		vars := maps.Clone(hosts[i].Vars)
		if vars == nil {
			vars = Vars{}
		}
		maps.Copy(vars, extra.vars())
		hosts[i].Vars = vars
	}
	return assemble(inv.dir, inv.tree, hosts, nil, inv.secrets)
}

func (l layer) assign(assignment string, secrets *keeper) error {
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
		return l.assignWords(assignment)
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
		l[e.key] = e.value
	}
	return nil
}

// isMapping reports whether an assignment is JSON or YAML and not KEY=VALUE.
func isMapping(assignment string) bool {
	colon, equals := strings.IndexByte(assignment, ':'), strings.IndexByte(assignment, '=')
	return strings.HasPrefix(assignment, "{") || colon >= 0 && (equals < 0 || colon < equals)
}

func (l layer) assignWords(assignment string) error {
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
		if !isVariableName(key) {
			return at.faultf("%q is not the name of a variable%s", key, partOfOne(key))
		}
		l[key] = node{place: at, kind: text, text: value}
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

// partOfOne explains how to set what someone wrote as "hapx.vip".
func partOfOne(name string) string {
	variable, _, dotted := strings.Cut(name, ".")
	if !dotted {
		return ""
	}
	return fmt.Sprintf(`; a part of one is set with the whole: -e '{%q: {…}}', which replaces all of it`, variable)
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
