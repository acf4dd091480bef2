package inventory

import (
	"slices"

	"github.com/hashicorp/go-multierror"
)

// all is the group that holds every host.
const all = "all"

// draft is an inventory while its files are being read.
type draft struct {
	hosts     map[string]*draftHost
	hostOrder []string
	groups    map[string]*draftGroup
	order     []string // of the groups
	faults    *multierror.Error
	secrets   *keeper
}

type draftHost struct {
	inline, files layer
}

type draftGroup struct {
	hosts, children, parents []string
	holds                    map[string]bool // what is in hosts
	inline, files            layer
	priority                 int
}

// layer is the variables of one host or group, from inventory files or from
// group_vars and host_vars.
type layer map[string]node

func newDraft() *draft {
	d := &draft{hosts: map[string]*draftHost{}, groups: map[string]*draftGroup{}, secrets: newKeeper(Sources{})}
	d.group(all)
	d.group(ungrouped)
	return d
}

func (d *draft) fault(err error) { d.faults = multierror.Append(d.faults, err) }

// group returns the group of that name, and makes it if there is none.
func (d *draft) group(name string) *draftGroup {
	g, ok := d.groups[name]
	if !ok {
		g = &draftGroup{holds: map[string]bool{}, inline: layer{}, files: layer{}}
		d.groups[name] = g
		d.order = append(d.order, name)
	}
	return g
}

// addHosts adds what a pattern stands for to a group and returns the names.
func (d *draft) addHosts(group, pattern string, at place) []string {
	names, port, err := expandHosts(pattern)
	if err != nil {
		d.fault(at.faultf("%w", err))
		return nil
	}
	for _, name := range names {
		if d.hosts[name] == nil {
			d.hosts[name] = &draftHost{inline: layer{}, files: layer{}}
			d.hostOrder = append(d.hostOrder, name)
		}
		if g := d.group(group); group != all && group != ungrouped && !g.holds[name] {
			g.holds[name] = true
			g.hosts = append(g.hosts, name)
		}
		if port != 0 {
			d.setHost(name, "ansible_port", portNode(port, at))
		}
	}
	return names
}

// setHost sets a variable of a host. A later file replaces what an earlier one
// says; one file must not contradict itself.
func (d *draft) setHost(host, variable string, value node) {
	vars := d.hosts[host].inline
	if old, ok := vars[variable]; ok && old.place.file == value.place.file && !old.same(value) {
		d.fault(value.place.faultf("host %s: variable %q contradicts %s", host, variable, old.place))
		return
	}
	vars[variable] = value
}

func (d *draft) setGroup(group, variable string, value node) {
	if variable == "ansible_group_priority" {
		var priority int
		if err := decodeNode(value, &priority); err != nil {
			d.fault(value.place.faultf("%s: %w", variable, err))
		}
		d.group(group).priority = priority
	}
	d.group(group).inline[variable] = value
}

// addChild makes a group the child of another one.
func (d *draft) addChild(parent, child string, at place) {
	if parent == all && child == ungrouped {
		return
	}
	if child == all || child == ungrouped || parent == ungrouped {
		d.fault(at.faultf("group %q cannot be a child of group %q", child, parent))
		return
	}
	p, c := d.group(parent), d.group(child)
	if parent == all || slices.Contains(p.children, child) {
		return
	}
	if parent == child || slices.Contains(d.ancestors(parent), child) {
		d.fault(at.faultf("group %q cannot be a child of %q, which it holds", child, parent))
		return
	}
	p.children = append(p.children, child)
	c.parents = append(c.parents, parent)
}

// ancestors returns the groups that hold a group, without "all", nearest first.
func (d *draft) ancestors(group string) []string {
	found := slices.Clone(d.groups[group].parents)
	for i := 0; i < len(found); i++ {
		for _, p := range d.groups[found[i]].parents {
			if !slices.Contains(found, p) {
				found = append(found, p)
			}
		}
	}
	return found
}
