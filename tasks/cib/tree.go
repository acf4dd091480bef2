package cib

import "slices"

// node is one element of a configuration, a comment, or text. White space
// between elements is not kept: it has no meaning in a CIB.
type node struct {
	kind       nodeKind
	name       string // of an element
	text       string // of a comment or text
	attributes []attribute
	children   []*node
}

type nodeKind int

const (
	element nodeKind = iota
	comment
	characters
)

type attribute struct{ name, value string }

// get returns the value of an attribute, and whether it is there.
func (n *node) get(name string) (string, bool) {
	for _, a := range n.attributes {
		if a.name == name {
			return a.value, true
		}
	}
	return "", false
}

// value is get for an attribute that counts as empty where it is missing.
func (n *node) value(name string) string {
	v, _ := n.get(name)
	return v
}

func (n *node) set(name, value string) {
	for i := range n.attributes {
		if n.attributes[i].name == name {
			n.attributes[i].value = value
			return
		}
	}
	n.attributes = append(n.attributes, attribute{name, value})
}

// strip removes every attribute that is not listed, and every element inside.
func (n *node) strip(listed []string) {
	n.attributes = slices.DeleteFunc(n.attributes, func(a attribute) bool { return !slices.Contains(listed, a.name) })
	n.children = slices.DeleteFunc(n.children, func(c *node) bool { return c.kind == element })
}

func (n *node) remove(child *node) {
	n.children = slices.DeleteFunc(n.children, func(c *node) bool { return c == child })
}

func (n *node) add(child *node) *node {
	n.children = append(n.children, child)
	return child
}

// insert adds a child before the first of that name, or at the end.
func (n *node) insert(child *node, before string) {
	i := slices.IndexFunc(n.children, func(c *node) bool { return c.kind == element && c.name == before })
	if i < 0 {
		i = len(n.children)
	}
	n.children = slices.Insert(n.children, i, child)
}

// elements returns the children of that name; all of them for "".
func (n *node) elements(name string) []*node {
	var found []*node
	for _, c := range n.children {
		if c.kind == element && (name == "" || c.name == name) {
			found = append(found, c)
		}
	}
	return found
}

// child returns the first child of that name, made at the end if need be.
func (n *node) child(name string) *node {
	if found := n.elements(name); len(found) > 0 {
		return found[0]
	}
	return n.add(&node{name: name})
}

func (n *node) clone() *node {
	c := *n
	c.attributes = slices.Clone(n.attributes)
	c.children = make([]*node, len(n.children))
	for i := range n.children {
		c.children[i] = n.children[i].clone()
	}
	return &c
}

func (n *node) equal(other *node) bool {
	return n.kind == other.kind && n.name == other.name && n.text == other.text &&
		slices.Equal(n.attributes, other.attributes) &&
		slices.EqualFunc(n.children, other.children, (*node).equal)
}
