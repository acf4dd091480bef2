package inventory

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

// Value is one variable, with the place it came from. Its printed forms show
// "(secret)" in place of whatever is named like a password, or is encrypted.
type Value struct {
	Source string // file:line; "-e" for an extra variable; "" if it was set by a program

	name string
	node node
}

// NewValue returns the value that a YAML file would hold for v, so that a
// program can set variables.
func NewValue(v any) (Value, error) {
	written, err := yaml.Marshal(v)
	if err != nil {
		return Value{}, fmt.Errorf("value of type %T: %w", v, err)
	}
	n, err := parseYAML(written, place{})
	if err != nil {
		return Value{}, fmt.Errorf("value of type %T: %w", v, err)
	}
	return Value{node: n}, nil
}

func newValue(name string, n node) Value {
	return Value{Source: n.place.String(), name: name, node: n}
}

// YAML returns the value as YAML: a scalar or an empty collection is one line
// without a newline at its end, anything else a block.
func (v Value) YAML() string {
	asWritten := yaml.CustomMarshaler(func(n json.Number) ([]byte, error) { return []byte(n), nil })
	out, err := yaml.MarshalWithOptions(v.node.plain(v.name, true), asWritten)
	if err != nil {
		return fmt.Sprintf("(%v)", err)
	}
	return strings.TrimSuffix(string(out), "\n")
}

// String returns what YAML does.
func (v Value) String() string { return v.YAML() }

// GoString returns what YAML does.
func (v Value) GoString() string { return v.YAML() }

// MarshalJSON returns the value as JSON, the keys of a mapping in ASCII order.
func (v Value) MarshalJSON() ([]byte, error) { return json.Marshal(v.node.plain(v.name, true)) }

// plain returns the node as nil, bool, json.Number, string, []any or
// map[string]any. If mask is set, what is named like a password is masked.
func (n node) plain(name string, mask bool) any {
	if n.kind == vault || mask && n.kind != null && n.kind < list && (n.place.sealed || isSecret(name)) {
		return masked
	}
	switch n.kind {
	case null:
		return nil
	case boolean:
		b, _ := parseBool(n.text)
		return b
	case number:
		if json.Valid([]byte(n.text)) {
			return json.Number(n.text)
		}
		if i, err := strconv.ParseInt(n.text, 0, 64); err == nil {
			return i // 0644, 0x1f, 1_000
		}
		if f, err := strconv.ParseFloat(n.text, 64); err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) {
			return f // 1. and .5
		}
	case list:
		all := make([]any, len(n.items))
		for i, item := range n.items {
			all[i] = item.plain(name, mask)
		}
		return all
	case mapping:
		all := make(map[string]any, len(n.pairs))
		for _, e := range n.pairs {
			all[e.key] = e.value.plain(secretIn(name, e.key), mask)
		}
		return all
	}
	return n.text
}

// secretIn returns the name that says whether a key is secret: what is inside
// of a secret is secret too.
func secretIn(outer, key string) string {
	if isSecret(outer) {
		return outer
	}
	return key
}
