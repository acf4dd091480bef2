package inventory

import "slices"

// readGroups reads an inventory in Ansible's YAML format: groups by name, each
// with hosts, vars and children.
func (d *draft) readGroups(data []byte, at place) {
	root, err := parseYAML(data, at)
	if err != nil {
		d.fault(err)
		return
	}
	switch {
	case root.kind == null:
	case root.kind != mapping:
		d.fault(root.place.faultf("an inventory is a mapping of groups, not %s", root.kind))
	default:
		if plugin, ok := root.get("plugin"); ok {
			d.fault(plugin.place.faultf("this configures the inventory plugin %q; plugins are not supported", plugin.text))
			return
		}
		for _, e := range root.pairs {
			d.readGroup(e)
		}
	}
}

func (d *draft) readGroup(group entry) {
	if err := checkGroupName(group.key); err != nil {
		d.fault(group.place.faultf("%w", err))
		return
	}
	d.group(group.key)
	d.eachPair(group.key, group.value, func(section entry) {
		switch section.key {
		case "hosts":
			d.eachPair("hosts", section.value, func(host entry) { d.readHost(group.key, host) })
		case "vars":
			d.eachPair("vars", section.value, func(v entry) { d.setGroup(group.key, v.key, v.value) })
		case "children":
			d.eachPair("children", section.value, func(child entry) {
				d.readGroup(child)
				if d.groups[child.key] != nil {
					d.addChild(group.key, child.key, child.place)
				}
			})
		default:
			d.fault(section.place.faultf("group %q: unknown key %q%s; a group has hosts, vars and children", group.key, section.key,
				suggestion(nearest(section.key, []string{"hosts", "vars", "children"}))))
		}
	})
}

func (d *draft) readHost(group string, host entry) {
	names := d.addHosts(group, host.key, host.place)
	d.eachPair(host.key, host.value, func(v entry) {
		for _, name := range names {
			d.setHost(name, v.key, v.value)
		}
	})
}

// eachPair calls do for the pairs of a mapping. Nothing is an empty mapping,
// and a single text is a mapping of it to nothing.
func (d *draft) eachPair(name string, value node, do func(entry)) {
	switch value.kind {
	case null:
	case mapping:
		for _, e := range value.pairs {
			do(e)
		}
	case text:
		if slices.Contains([]string{"hosts", "children"}, name) {
			do(entry{value.place, value.text, node{place: value.place}})
			return
		}
		fallthrough
	default:
		d.fault(value.place.faultf("%s: must be a mapping, not %s", name, value.kind))
	}
}
