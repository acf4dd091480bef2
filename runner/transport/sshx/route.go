package sshx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
)

// route returns the bastions on the way to h, outermost first.
func (d *Dialer) route(h inventory.Host) ([]inventory.Host, error) {
	var route []inventory.Host
	seen := []string{h.Name}
	for via := h.Connection.Via; len(via) > 0; {
		bastions, err := d.lookUp(via)
		if err != nil {
			return nil, err
		}
		for _, b := range slices.Backward(bastions) {
			if slices.Contains(seen, b.Name) {
				return nil, fmt.Errorf("the way leads in a circle: %s", circle(seen, b.Name))
			}
			seen = append(seen, b.Name)
		}
		route = append(bastions, route...)
		if len(via) > 1 {
			break // a list of several is the whole way
		}
		via = bastions[0].Connection.Via
	}
	return route, nil
}

func (d *Dialer) lookUp(names []string) ([]inventory.Host, error) {
	hosts := make([]inventory.Host, 0, len(names))
	for _, name := range names {
		var h inventory.Host
		known := false
		if d.Inventory != nil {
			h, known = d.Inventory(name)
		}
		if !known {
			return nil, fmt.Errorf("the bastion %q is not in the inventory", name)
		}
		if h.Connection.Kind == inventory.Local {
			return nil, fmt.Errorf("the bastion %q has a local connection, so nothing can be reached through it", name)
		}
		hosts = append(hosts, h)
	}
	return hosts, nil
}

// circle writes the way from the host to the name that comes up again.
func circle(seen []string, again string) string {
	return strings.Join(append(slices.Clone(seen), again), " via ")
}

// routeKey names a route in maps.
func routeKey(route []inventory.Host) string {
	names := make([]string, len(route))
	for i, h := range route {
		names[i] = h.Name
	}
	return strings.Join(names, "\x00")
}
