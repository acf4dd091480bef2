package inventory

import (
	"fmt"
	"slices"
	"strings"
)

// place is where something is written.
type place struct {
	file string // "" if it was set by a program
	line int    // from 1; 0 if the file as a whole is meant
	base string // relative paths in values start here; "" is the working directory

	sealed bool // the file is encrypted as a whole
}

func (p place) String() string {
	if p.line == 0 {
		return p.file
	}
	return fmt.Sprintf("%s:%d", p.file, p.line)
}

// faultf returns an error that begins with the place.
func (p place) faultf(format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	if p.file == "" {
		return err
	}
	return fmt.Errorf("%s: %w", p, err)
}

// kind is the kind of a node.
type kind int

const (
	null kind = iota
	boolean
	number
	text
	verbatim // text that is never a template (tag !unsafe)
	vault    // text that ansible-vault has encrypted
	list
	mapping
)

func (k kind) String() string {
	return [...]string{"nothing", "true or false", "a number", "text", "text", "an encrypted value", "a list", "a mapping"}[k]
}

// node is a value as it is written, in whatever format: a scalar keeps its
// text, so that 1.10 or 0644 is not changed by being read as a number first.
type node struct {
	place  place
	kind   kind
	text   string  // of a scalar
	secret bool    // it was read from elsewhere
	items  []node  // of a list
	pairs  []entry // of a mapping, in the order of the file
}

// entry is one pair of a mapping.
type entry struct {
	place place // of the key
	key   string
	value node
}

// same reports whether two nodes say the same, wherever they stand. A number
// is the same as its text, because INI files do not tell the two apart.
func (n node) same(o node) bool {
	if n.kind >= list || o.kind >= list || n.kind == null || o.kind == null {
		if n.kind != o.kind {
			return false
		}
	}
	if n.text != o.text || len(n.items) != len(o.items) || len(n.pairs) != len(o.pairs) {
		return false
	}
	for i := range n.items {
		if !n.items[i].same(o.items[i]) {
			return false
		}
	}
	for _, e := range n.pairs {
		if other, ok := o.get(e.key); !ok || !e.value.same(other) {
			return false
		}
	}
	return true
}

// get returns the value of a key of a mapping.
func (n node) get(key string) (node, bool) {
	for _, e := range n.pairs {
		if e.key == key {
			return e.value, true
		}
	}
	return node{}, false
}

// scalar returns the text of a scalar that may be used as it is.
func (n node) scalar() (string, error) {
	switch n.kind {
	case list, mapping:
		return "", fmt.Errorf("it is %s, not a single value%s", n.kind, n.nearSource())
	case vault:
		return "", errVault
	case text:
		if i := strings.Index(n.text, "{{"); i >= 0 && strings.Contains(n.text[i:], "}}") {
			return "", errTemplate
		}
	}
	return n.text, nil
}

// nearSource explains how a mapping names a value, to who has tried.
func (n node) nearSource() string {
	if n.isSource() {
		return "; only passwords, and what a recipe asks for, may be read from elsewhere"
	}
	for _, e := range n.pairs {
		if slices.Contains(sourceKinds, e.key) {
			return "; where a value is read is one of {env: NAME}, {file: PATH}, {command: [PROGRAM, ARGUMENT]}, {prompt: TEXT} and {secret: NAME} alone"
		}
	}
	return ""
}
