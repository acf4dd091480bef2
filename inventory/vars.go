package inventory

import (
	"maps"
	"slices"
)

// Vars is the variables of a host, by name.
type Vars map[string]Value

// named returns a copy in which each value knows its name, so that it can tell
// whether it is a secret.
func (v Vars) named() Vars {
	named := make(Vars, len(v))
	for name, value := range v {
		value.name = name
		named[name] = value
	}
	return named
}

// Names returns the names of the variables, in ASCII order.
func (v Vars) Names() []string { return slices.Sorted(maps.Keys(v)) }
