package cib

import (
	"maps"
	"slices"
)

// section is a place of the configuration that holds sets of values.
type section struct {
	name string // element below <configuration>
	set  string // element of a set
	id   string // of the set that crmsh writes to
}

// values brings the declared names of a section to the declared values.
func (m *merger) values(s section, wanted Values) {
	if len(wanted) == 0 {
		return
	}
	m.assign(m.root.child(s.name), s.set, s.id, wanted, same)
}

// assign makes every plain value of a declared name mean what is declared.
// Which of several sets wins depends on scores and on pacemaker's version;
// with all of them alike it does not matter.
func (m *merger) assign(parent *node, set, id string, wanted Values, same equality) {
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		found := false
		for _, s := range plainSets(parent, set) {
			for _, p := range plainPairs(s) {
				if p.value("name") != name {
					continue
				}
				found = true
				if !same(name, p.value("value"), wanted[name]) {
					p.set("value", wanted[name])
				}
			}
		}
		if !found {
			m.append(parent, set, id, name, wanted[name])
		}
	}
}

// equality says whether two values of a name mean the same.
type equality func(name, a, b string) bool

// exactly is the equality of values that only an agent understands.
func exactly(_, a, b string) bool { return a == b }

func (m *merger) append(parent *node, set, id, name, value string) {
	var target *node
	for _, s := range plainSets(parent, set) {
		if target == nil || s.value("id") == id {
			target = s
		}
	}
	if target == nil {
		target = &node{name: set}
		m.name(target, id)
		parent.insert(target, "operations")
	}
	pair := target.add(&node{name: "nvpair"})
	pair.set("name", name)
	pair.set("value", value)
	m.name(pair, target.value("id")+"-"+name)
}

// retain removes every plain value whose name is not wanted, and the sets that
// are left empty.
func (m *merger) retain(parent *node, set string, wanted func(name string) bool) {
	for _, s := range plainSets(parent, set) {
		before := len(s.children)
		for _, p := range plainPairs(s) {
			if !wanted(p.value("name")) {
				s.remove(p)
			}
		}
		if before > 0 && len(s.children) == 0 {
			parent.remove(s)
		}
	}
}

// plainSets returns the sets that apply always: without a rule, and not
// borrowed from elsewhere.
func plainSets(parent *node, set string) []*node {
	var plain []*node
	for _, s := range parent.elements(set) {
		if _, borrowed := s.get("id-ref"); !borrowed && len(s.elements("rule")) == 0 {
			plain = append(plain, s)
		}
	}
	return plain
}

// plainPairs returns the pairs of a set that hold a value of their own.
func plainPairs(set *node) []*node {
	var plain []*node
	for _, p := range set.elements("nvpair") {
		if _, has := p.get("value"); has {
			plain = append(plain, p)
		}
	}
	return plain
}
