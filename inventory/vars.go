package inventory

import (
	"maps"
	"slices"
)

// Vars is the variables of a host, by name.
type Vars map[string]Value

// Names returns the names of the variables, in ASCII order.
func (v Vars) Names() []string { return slices.Sorted(maps.Keys(v)) }
