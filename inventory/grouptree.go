package inventory

import "slices"

// ungrouped is the group of the hosts that no other group holds.
const ungrouped = "ungrouped"

// groupTree is the groups of an inventory, without "all" and ungrouped.
type groupTree struct {
	names    []string            // in the order of the files
	hosts    map[string][]string // that a group holds itself, in the order of the files
	children map[string][]string
}

// newGroupTree returns the groups that the hosts name, without nesting.
func newGroupTree(hosts []Host) groupTree {
	t := groupTree{hosts: map[string][]string{}, children: map[string][]string{}}
	for _, h := range hosts {
		for _, g := range h.Groups {
			if !slices.Contains(t.names, g) {
				t.names = append(t.names, g)
			}
			t.hosts[g] = append(t.hosts[g], h.Name)
		}
	}
	slices.Sort(t.names)
	return t
}

// members returns the hosts of a group: its own, then those of its children,
// then those of their children, each host once.
func (t groupTree) members(group string) []string {
	var found []string
	queue := []string{group}
	for i := 0; i < len(queue); i++ {
		found = append(found, t.hosts[queue[i]]...)
		for _, c := range t.children[queue[i]] {
			if !slices.Contains(queue, c) {
				queue = append(queue, c)
			}
		}
	}
	return unique(found)
}

// unique returns the names, each where it first stands.
func unique(names []string) []string {
	var once []string
	seen := map[string]bool{}
	for _, name := range names {
		if !seen[name] {
			seen[name] = true
			once = append(once, name)
		}
	}
	return once
}
