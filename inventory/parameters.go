package inventory

import (
	"fmt"
	"reflect"

	"github.com/hashicorp/go-multierror"
)

// Decode sets what into points to from one of the host's variables, strictly.
// A variable that is not there leaves it unchanged.
//
// Fields of structs have the names that [ParameterName] gives. Single values
// go into strings, booleans, numbers, [time.Duration] ("20s") and every
// [encoding.TextUnmarshaler], whether the inventory has them as text or not;
// lists go into slices, mappings into structs and maps. What stands in into
// before is kept where the variable says nothing.
//
// The error is a [*multierror.Error] of [*ParameterError]; into is then filled
// in part.
func (h Host) Decode(variable string, into any) error {
	v, ok := h.Vars[variable]
	if !ok {
		return nil
	}
	target := reflect.ValueOf(into)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		return fmt.Errorf("variable %q: a %T cannot be decoded into; it must be a pointer", variable, into)
	}
	d := decoder{variable: variable, secrets: h.keeper()}
	d.decode(v.node, target.Elem(), "")
	return tidy(multierror.Append(nil, d.faults...))
}

// Parameters sets what into points to from the variable of the recipe's name,
// as [Host.Decode] does. The variable is taken as the hosts of the group of
// that name see it; where there is no such group, as all hosts do that have
// it. Hosts that see different values are an error that names two of them and
// where they have the values from.
func (inv *Inventory) Parameters(recipe string, into any) error {
	hosts, grouped := inv.group(recipe)
	if !grouped {
		for _, h := range inv.hosts {
			if _, ok := h.Vars[recipe]; ok {
				hosts = append(hosts, h)
			}
		}
	}
	if len(hosts) == 0 {
		return nil
	}
	first := hosts[0]
	for _, h := range hosts[1:] {
		a, inFirst := first.Vars[recipe]
		b, inOther := h.Vars[recipe]
		if inFirst != inOther || !a.node.same(b.node) {
			return fmt.Errorf("%s: hosts disagree about the parameters: %s has %s, %s has %s", recipe,
				first.Name, origin(a, inFirst), h.Name, origin(b, inOther))
		}
	}
	return first.Decode(recipe, into)
}

func origin(v Value, exists bool) string {
	switch {
	case !exists:
		return "none"
	case v.Source == "":
		return "those of the program"
	}
	return "those of " + v.Source
}
