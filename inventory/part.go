package inventory

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// part is a value of the command line that stands for a part of a variable:
// "vm.provider" is the key provider of the mapping vm.
type part struct {
	name  string   // of the variable
	path  []string // the keys, from the outermost; at least one
	value node
}

// extra is what the command line says: whole variables, and what is set in
// those that others have given.
type extra struct {
	whole layer
	parts []part
}

// set sets a variable as a whole: nothing that was said of it before is left.
func (x *extra) set(name string, value node) {
	x.whole[name] = value
	x.parts = slices.DeleteFunc(x.parts, func(p part) bool { return p.name == name })
}

// setPart sets a part of a variable. A later one wins.
func (x *extra) setPart(p part) error {
	whole, ok := x.whole[p.name]
	if !ok {
		x.parts = append(x.parts, p)
		return nil
	}
	changed, err := p.in(whole)
	if err == nil {
		x.whole[p.name] = changed
	}
	return err
}

// partOf returns what "vm.provider=qemu" says; false if the key has no dot.
func partOf(key string, value node) (part, bool, error) {
	words := strings.Split(key, ".")
	if len(words) == 1 {
		return part{}, false, nil
	}
	if !isVariableName(words[0]) || slices.Contains(words, "") {
		return part{}, true, value.place.faultf("%q is not a variable and keys of mappings in it, with dots between", key)
	}
	return part{words[0], words[1:], value}, true, nil
}

// in returns the variable with the part set, and the rest as it is.
func (p part) in(variable node) (node, error) {
	changed, broken := variable.with(p.path, p.value)
	if broken.kind == null {
		return changed, nil
	}
	through := strings.Join(append([]string{p.name}, p.path[:broken.depth]...), ".")
	from := ""
	if broken.place.file != "" {
		from = fmt.Sprintf(" (%s)", broken.place)
	}
	return node{}, p.value.place.faultf("%s.%s: %s is %s, not a mapping%s", p.name, strings.Join(p.path, "."), through, broken.kind, from)
}

// obstacle is what a path leads to that is no mapping.
type obstacle struct {
	kind  kind // null if there is none
	place place
	depth int // keys before it
}

// with returns the mapping with another value at the end of the path. Mappings on
// the way to it that are not there are made.
func (n node) with(path []string, value node) (node, obstacle) {
	if len(path) == 0 {
		return value, obstacle{}
	}
	if n.kind == null {
		n = node{place: value.place, kind: mapping}
	}
	if n.kind != mapping {
		return node{}, obstacle{kind: n.kind, place: n.place}
	}
	inner, _ := n.get(path[0])
	inner, broken := inner.with(path[1:], value)
	if broken.kind != null {
		broken.depth++
		return node{}, broken
	}
	n.pairs = slices.DeleteFunc(slices.Clone(n.pairs), func(e entry) bool { return e.key == path[0] })
	n.pairs = append(n.pairs, entry{value.place, path[0], inner})
	return n, obstacle{}
}

// apply gives the hosts the variables. Parts are set in those hosts that have the
// variable; if none has it, they are all there is of it, on every host.
func (x *extra) apply(hosts []Host) error {
	for i := range hosts {
		vars := maps.Clone(hosts[i].Vars)
		if vars == nil {
			vars = Vars{}
		}
		maps.Copy(vars, x.whole.vars())
		hosts[i].Vars = vars
	}
	for _, p := range x.parts {
		nobody := !slices.ContainsFunc(hosts, func(h Host) bool { _, has := h.Vars[p.name]; return has })
		for _, h := range hosts {
			before, has := h.Vars[p.name]
			if !has && !nobody {
				continue
			}
			changed, err := p.in(before.node)
			if err != nil {
				return err
			}
			h.Vars[p.name] = newValue(p.name, changed)
		}
	}
	return nil
}
