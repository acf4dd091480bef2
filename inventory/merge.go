package inventory

import (
	"cmp"
	"maps"
	"slices"
)

// declared returns the hosts with their groups and variables merged: all <
// parent group < child group < host. A value replaces the one before, it is
// not merged with it.
func (d *draft) declared() []Host {
	depths := d.depths()
	direct := map[string][]string{}
	for _, name := range d.order {
		for _, h := range d.groups[name].hosts {
			direct[h] = append(direct[h], name)
		}
	}
	hosts := make([]Host, 0, len(d.hostOrder))
	for _, name := range d.hostOrder {
		groups := slices.Clone(direct[name])
		for _, g := range direct[name] {
			groups = append(groups, d.ancestors(g)...)
		}
		slices.Sort(groups)
		groups = slices.Compact(groups)
		if len(groups) == 0 {
			groups = []string{ungrouped}
		}

		merged := layer{}
		for _, g := range d.weakestFirst(groups, depths) {
			maps.Copy(merged, d.groups[g].inline)
			maps.Copy(merged, d.groups[g].files)
		}
		maps.Copy(merged, d.hosts[name].inline)
		maps.Copy(merged, d.hosts[name].files)

		groups = slices.DeleteFunc(groups, func(g string) bool { return g == ungrouped })
		hosts = append(hosts, Host{Name: name, Groups: groups, Vars: merged.vars()})
	}
	return hosts
}

func (l layer) vars() Vars {
	vars := Vars{}
	for name, n := range l {
		if name != "ansible_group_priority" {
			vars[name] = newValue(name, n)
		}
	}
	return vars
}

// weakestFirst orders "all" and the groups of a host by depth, then by
// ansible_group_priority, then by name.
func (d *draft) weakestFirst(groups []string, depths map[string]int) []string {
	ordered := slices.SortedFunc(slices.Values(groups), func(a, b string) int {
		return cmp.Or(
			cmp.Compare(depths[a], depths[b]),
			cmp.Compare(d.groups[a].priority, d.groups[b].priority),
			cmp.Compare(a, b))
	})
	return append([]string{all}, ordered...)
}

// depths returns for each group the length of the longest way to it from "all".
func (d *draft) depths() map[string]int {
	depths := map[string]int{all: 0}
	var depth func(string) int
	depth = func(name string) int {
		if known, ok := depths[name]; ok {
			return known
		}
		deepest := 0
		for _, p := range d.groups[name].parents {
			deepest = max(deepest, depth(p))
		}
		depths[name] = deepest + 1
		return deepest + 1
	}
	for name := range d.groups {
		depth(name)
	}
	return depths
}

// tree returns the groups but "all" and "ungrouped", in the order of the files.
func (d *draft) tree() groupTree {
	t := groupTree{hosts: map[string][]string{}, children: map[string][]string{}}
	for _, name := range d.order {
		if name == all || name == ungrouped {
			continue
		}
		t.names = append(t.names, name)
		t.hosts[name] = d.groups[name].hosts
		t.children[name] = d.groups[name].children
	}
	return t
}
