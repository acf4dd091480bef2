package inventory

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
	for _, section := range d.pairs(group) {
		switch section.key {
		case "hosts":
			for _, host := range d.pairs(alone(section)) {
				d.readHost(group.key, host)
			}
		case "vars":
			for _, v := range d.pairs(section) {
				d.setGroup(group.key, v.key, v.value)
			}
		case "children":
			for _, child := range d.pairs(alone(section)) {
				d.readGroup(child)
				if d.groups[child.key] != nil {
					d.addChild(group.key, child.key, child.place)
				}
			}
		default:
			d.fault(section.place.faultf("group %q: unknown key %q%s; a group has hosts, vars and children", group.key, section.key,
				suggestion(nearest(section.key, []string{"hosts", "vars", "children"}))))
		}
	}
}

func (d *draft) readHost(group string, host entry) {
	names := d.addHosts(group, host.key, host.place)
	for _, v := range d.pairs(host) {
		for _, name := range names {
			d.setHost(name, v.key, v.value)
		}
	}
}

// pairs returns the pairs of a mapping. Nothing is an empty mapping.
func (d *draft) pairs(e entry) []entry {
	if e.value.kind != null && e.value.kind != mapping {
		d.fault(e.value.place.faultf("%s: it must be a mapping, not %s", e.key, e.value.kind))
	}
	return e.value.pairs
}

// alone makes a mapping of a single name: hosts: web1 is short for one host.
func alone(e entry) entry {
	if e.value.kind == text {
		at := e.value.place
		e.value = node{place: at, kind: mapping, pairs: []entry{{at, e.value.text, node{place: at}}}}
	}
	return e
}
