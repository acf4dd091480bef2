package inventory

import (
	"fmt"
	"slices"
)

// Match returns the hosts that a pattern matches by their names in the
// inventory, never by their addresses. Parts are separated by commas or colons:
// all or *, a host, a group, a glob over both (*, ?, [a-z]), ~REGEX over both,
// each with [0], [-1], [0:2] (the end is included) or [1:] to choose from what
// it matches, and @FILE with a part a line. Hosts of the plain parts come
// first; then &PART keeps what is in both; then !PART takes away. A pattern of
// only such parts starts from all.
//
// It is a [*NoMatchError] if nothing is left, and also if a part without
// wildcards names nothing, because a misspelt !PART would exclude nobody.
func (inv *Inventory) Match(pattern string) ([]Host, error) {
	parts, err := splitPattern(pattern)
	if err != nil {
		return nil, err
	}
	if parts, err = readPatternFiles(parts); err != nil {
		return nil, err
	}
	m := matcher{inv: inv}
	var union, both, without []string
	for _, part := range parts {
		switch part[0] {
		case '&':
			both = append(both, part[1:])
		case '!':
			without = append(without, part[1:])
		default:
			union = append(union, part)
		}
	}
	if len(union) == 0 {
		union = []string{all}
	}
	var names []string
	for _, part := range union {
		names = append(names, m.match(part)...)
	}
	names = unique(names)
	for _, part := range both {
		kept := setOf(m.match(part))
		names = slices.DeleteFunc(names, func(name string) bool { return !kept[name] })
	}
	for _, part := range without {
		dropped := setOf(m.match(part))
		names = slices.DeleteFunc(names, func(name string) bool { return dropped[name] })
	}
	if m.err != nil {
		return nil, m.err
	}
	if len(names) == 0 {
		return nil, &NoMatchError{Pattern: pattern}
	}
	hosts := make([]Host, len(names))
	for i, name := range names {
		hosts[i] = inv.hosts[inv.byName[name]]
	}
	return hosts, nil
}

// matcher matches the parts of a pattern and keeps the first error.
type matcher struct {
	inv *Inventory
	err error
}

func (m *matcher) match(part string) []string {
	names, err := m.matchPart(part)
	if err != nil && m.err == nil {
		m.err = err
	}
	return names
}

func (m *matcher) matchPart(part string) ([]string, error) {
	name, choose, err := splitSubscript(part)
	if err != nil {
		return nil, err
	}
	names, err := m.named(name)
	if err != nil {
		return nil, err
	}
	chosen := choose(names)
	if len(names) > 0 && len(chosen) == 0 {
		return nil, &NoMatchError{Pattern: part, Of: len(names)}
	}
	return chosen, nil
}

// named returns the hosts of the groups, and the hosts, that a name, a glob or
// a regular expression matches. A group goes before a host of its name.
func (m *matcher) named(name string) ([]string, error) {
	if name == "*" {
		name = all
	}
	expression, err := regexpOf(name)
	if err != nil {
		return nil, fmt.Errorf("pattern %q: %w", name, err)
	}
	if expression == nil {
		if hosts, ok := m.inv.group(name); ok {
			return namesOf(hosts), nil
		}
		if _, ok := m.inv.byName[name]; ok {
			return []string{name}, nil
		}
		return nil, &NoMatchError{Pattern: name, Nearest: nearest(name, slices.Concat(m.inv.Groups(), m.inv.names()))}
	}
	var found []string
	for _, group := range m.inv.tree.names {
		if expression.MatchString(group) {
			hosts, _ := m.inv.group(group)
			found = append(found, namesOf(hosts)...)
		}
	}
	for _, host := range m.inv.names() {
		if expression.MatchString(host) {
			found = append(found, host)
		}
	}
	return unique(found), nil
}

func namesOf(hosts []Host) []string {
	names := make([]string, len(hosts))
	for i, h := range hosts {
		names[i] = h.Name
	}
	return names
}

func setOf(names []string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set
}
