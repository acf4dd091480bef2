package inventory

import (
	"slices"
)

// Inventory is an immutable set of hosts. Its methods may be called from
// several goroutines at once. What they return is shared: change none of it.
type Inventory struct {
	dir      string
	tree     groupTree
	declared []Host // before their variables are applied
	hosts    []Host
	byName   map[string]int // index into hosts
	secrets  *keeper
}

// New returns an inventory of the given hosts, in that order. Their variables
// are applied to them as those of a file are: ansible_user in Vars wins over
// Connection.User. Faults are names that are empty or twice there, and whatever
// [Load] refuses; they come as a [*multierror.Error].
func New(hosts ...Host) (*Inventory, error) {
	return assemble("", newGroupTree(hosts), slices.Clone(hosts), nil, newKeeper(Sources{}))
}

// Hosts returns all hosts, in the order of the files.
func (inv *Inventory) Hosts() []Host { return slices.Clone(inv.hosts) }

// Host returns the host of that name, and whether there is one.
func (inv *Inventory) Host(name string) (Host, bool) {
	i, ok := inv.byName[name]
	if !ok {
		return Host{}, false
	}
	return inv.hosts[i], true
}

// Group returns the hosts of a group: its own in the order of the files, then
// those of its children. "all" is every host, "ungrouped" those in no group.
// A group that does not exist or has no host is an [*EmptyGroupError].
func (inv *Inventory) Group(name string) ([]Host, error) {
	hosts, exists := inv.group(name)
	if len(hosts) > 0 {
		return hosts, nil
	}
	e := &EmptyGroupError{Group: name, Exists: exists}
	if !exists {
		e.Nearest = nearest(name, inv.Groups())
	}
	return nil, e
}

// Groups returns the names of the groups, in the order of the files, without
// "all" and "ungrouped".
func (inv *Inventory) Groups() []string { return slices.Clone(inv.tree.names) }

// Members returns the names of the hosts that a group holds itself and not
// through a child, in the order of the files. For "all" there are none, because
// even a host without a group is held by "ungrouped".
func (inv *Inventory) Members(group string) []string {
	if group != ungrouped {
		return slices.Clone(inv.tree.hosts[group])
	}
	hosts, _ := inv.group(ungrouped)
	return namesOf(hosts)
}

// Children returns the names of the groups that a group holds directly, in the
// order of the files. Those of "all" are the groups that no other group holds,
// without "ungrouped".
func (inv *Inventory) Children(group string) []string {
	if group != all {
		return slices.Clone(inv.tree.children[group])
	}
	return slices.DeleteFunc(inv.Groups(), func(name string) bool {
		return slices.ContainsFunc(inv.tree.names, func(parent string) bool {
			return slices.Contains(inv.tree.children[parent], name)
		})
	})
}

// Dir returns the directory of the first inventory, which is the directory
// itself if one was given to [Load]; "" if there was no file.
func (inv *Inventory) Dir() string { return inv.dir }

// group returns the hosts of a group and whether it exists.
func (inv *Inventory) group(name string) ([]Host, bool) {
	var hosts []Host
	switch {
	case name == all:
		return inv.Hosts(), true
	case name == ungrouped:
		for _, h := range inv.hosts {
			if len(h.Groups) == 0 {
				hosts = append(hosts, h)
			}
		}
		return hosts, true
	case !slices.Contains(inv.tree.names, name):
		return nil, false
	}
	for _, member := range inv.tree.members(name) {
		hosts = append(hosts, inv.hosts[inv.byName[member]])
	}
	return hosts, true
}

// names returns the names of all hosts.
func (inv *Inventory) names() []string {
	names := make([]string, len(inv.hosts))
	for i, h := range inv.hosts {
		names[i] = h.Name
	}
	return names
}
