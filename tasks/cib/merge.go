package cib

import (
	"fmt"
	"strconv"
	"strings"
)

// merge returns a copy of the live configuration that holds what c declares.
// Where live already means what c wants, it is not touched, so that a
// configuration that is right comes back equal.
func merge(live *node, c Configuration) (*node, error) {
	m := &merger{root: live.clone(), ids: map[string]*node{}}
	m.index(m.root)

	m.values(section{"crm_config", "cluster_property_set", "cib-bootstrap-options"}, c.Properties)
	m.values(section{"rsc_defaults", "meta_attributes", "rsc-options"}, c.ResourceDefaults)
	m.values(section{"op_defaults", "meta_attributes", "op-options"}, c.OperationDefaults)
	for _, id := range c.Absent {
		if err := m.absent(id); err != nil {
			return nil, err
		}
	}
	for _, p := range c.Primitives {
		if err := m.primitive(p); err != nil {
			return nil, err
		}
	}
	for _, l := range c.Colocations {
		if err := m.colocation(l); err != nil {
			return nil, err
		}
	}
	for _, o := range c.Orders {
		if err := m.order(o); err != nil {
			return nil, err
		}
	}
	for _, l := range c.Locations {
		if err := m.location(l); err != nil {
			return nil, err
		}
	}
	return m.root, nil
}

// merger changes a tree in place.
type merger struct {
	root *node
	ids  map[string]*node // every element that has an id of its own
}

func (m *merger) index(n *node) {
	if id, ok := n.get("id"); ok && definesID(n) {
		m.ids[id] = n
	}
	for _, c := range n.elements("") {
		m.index(c)
	}
}

// definesID reports whether the id of n is its own, and not that of an object
// that it refers to: the schema calls both "id".
func definesID(n *node) bool {
	switch n.name {
	case "resource_ref", "obj_ref", "role":
		return false
	}
	return true
}

// object returns the object of that id, made at the end of a section if there
// is none.
func (m *merger) object(section, name, id string) (*node, error) {
	n, ok := m.ids[id]
	if !ok {
		n = m.root.child(section).add(&node{name: name})
		m.name(n, id)
		return n, nil
	}
	if n.name != name {
		return nil, fmt.Errorf("the id %s belongs to a <%s>, not to a <%s>", id, n.name, name)
	}
	return n, nil
}

// name gives n the wanted id, or one like it if that is taken.
func (m *merger) name(n *node, wanted string) {
	wanted = strings.Map(idRune, wanted)
	id := wanted
	for i := 2; m.ids[id] != nil; i++ {
		id = wanted + "-" + strconv.Itoa(i)
	}
	m.ids[id] = n
	n.set("id", id)
}

// idRune replaces what an XML id may not hold.
func idRune(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', strings.ContainsRune("_-.", r):
		return r
	}
	return '_'
}

func (m *merger) absent(id string) error {
	n, ok := m.ids[id]
	if !ok {
		return nil
	}
	switch n.name {
	case "primitive", "rsc_colocation", "rsc_order", "rsc_location":
	default:
		return fmt.Errorf("the id %s belongs to a <%s>: only primitives and constraints can be declared absent", id, n.name)
	}
	m.detach(m.root, n)
	return nil
}

func (m *merger) detach(parent, n *node) {
	parent.remove(n)
	for _, c := range parent.elements("") {
		m.detach(c, n)
	}
}
