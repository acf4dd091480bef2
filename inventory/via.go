package inventory

import (
	"fmt"
	"slices"
	"strings"
)

// resolveVia checks the bastions of every host and completes the lists: the
// way to the first bastion comes before it. A host that stands in its own list,
// because the list is set for a whole group, is reached through those before it.
func (inv *Inventory) resolveVia() []error {
	var faults []error
	given := make([][]string, len(inv.hosts))
	for i, h := range inv.hosts {
		via := h.Connection.Via
		if at := slices.Index(via, h.Name); at >= 0 {
			via = via[:at]
		}
		if h.Connection.Kind == Local {
			via = nil
		}
		given[i] = via
		if err := inv.checkHops(h, via); err != nil {
			faults = append(faults, err)
		}
	}
	if faults != nil {
		return faults
	}
	for i, h := range inv.hosts {
		via := slices.Clone(given[i])
		for len(via) > 0 {
			first, known := inv.byName[via[0]]
			if !known || len(given[first]) == 0 {
				break
			}
			if slices.Contains(given[first], h.Name) || slices.ContainsFunc(given[first], func(hop string) bool { return slices.Contains(via, hop) }) {
				faults = append(faults, h.viaPlace().faultf("host %s: its bastions go round in a circle: %s", h.Name, strings.Join(append(slices.Clone(given[first]), via...), ", ")))
				break
			}
			via = append(slices.Clone(given[first]), via...)
		}
		inv.hosts[i].Connection.Via = via
	}
	return faults
}

func (inv *Inventory) checkHops(h Host, via []string) error {
	seen := map[string]bool{}
	named := h.Vars["hrun_via"].node.kind != null
	for _, hop := range via {
		i, known := inv.byName[hop]
		switch {
		case seen[hop]:
			return h.viaPlace().faultf("host %s: its bastions go round in a circle: %q stands on the way twice", h.Name, hop)
		case !known && named:
			return h.viaPlace().faultf("host %s: hrun_via: there is no host %q%s", h.Name, hop, suggestion(nearest(hop, inv.names())))
		case known && inv.hosts[i].Connection.Kind != SSH:
			return h.viaPlace().faultf("host %s: %q cannot be a bastion: it is not reached over SSH", h.Name, hop)
		case !known:
			if err := checkHop(hop); err != nil {
				return h.viaPlace().faultf("host %s: %w", h.Name, err)
			}
		}
		seen[hop] = true
	}
	return nil
}

// checkHop reports what is wrong with [user@]host[:port].
func checkHop(hop string) error {
	host := hop[strings.LastIndexByte(hop, '@')+1:]
	name, _, err := splitPort(host)
	if err != nil {
		return fmt.Errorf("bastion %q: %w", hop, err)
	}
	if name == "" || strings.ContainsAny(name, " \t\n,/'\"%") {
		return fmt.Errorf("bastion %q is not [user@]host[:port]", hop)
	}
	return nil
}

// viaPlace returns where the bastions of a host come from.
func (h Host) viaPlace() place {
	for _, name := range []string{"hrun_via", "ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args"} {
		if v := h.Vars[name]; v.node.kind != null {
			return v.node.place
		}
	}
	return place{}
}
