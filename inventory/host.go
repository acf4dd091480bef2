// Package inventory says which hosts exist, in which groups, how each is
// reached, and what is known about them. It reads the INI and YAML inventories
// of Ansible, with group_vars and host_vars.
//
// It differs from Ansible on purpose in these points:
//   - A group's variables count by the closeness of the group alone, never by
//     where they are kept: group_vars/all does not win over [web:vars].
//   - Under [group:vars], values are strings, as Ansible documents it; only a
//     pair of quotes around the whole value is taken off.
//   - What Ansible skips with a warning (an unknown key of a group, one host
//     defined twice in a file with different values) is an error.
//   - Templates are not evaluated: a variable that is used and holds
//     {{ … }} is an error, unless it is tagged !unsafe.
//   - There is no implicit localhost.
package inventory

import "net/netip"

// Host is one machine: its name, its groups, how it is reached, and what the
// inventory says about it.
type Host struct {
	Name   string   // unique; what patterns match and known_hosts is keyed by
	Groups []string // every group that holds it, directly or through a child, in ASCII order; "all" and "ungrouped" are not listed

	Connection Connection

	// Address is the host's own address, with prefix, on the network that it
	// shares with its peers (variable hrun_address). Invalid if not given.
	Address netip.Prefix

	Vars Vars // every variable, after merging

	secrets *keeper // nil if it belongs to no inventory
}
