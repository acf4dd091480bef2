package cib

import "slices"

// operations makes the operations of n those of p. A live one is changed in
// place, so that its id, which has no meaning, is kept: first the one of the
// same name and interval is taken, then one of the same name.
func (m *merger) operations(n *node, p Primitive) {
	left := dropBorrowed(n)
	taken := make([]*node, len(p.Operations))
	for _, fits := range []func(*node, Operation) bool{sameOperation, sameAction} {
		for i, o := range p.Operations {
			j := slices.IndexFunc(left, func(op *node) bool { return fits(op, o) })
			if taken[i] == nil && j >= 0 {
				taken[i] = left[j]
				left = slices.Delete(left, j, j+1)
			}
		}
	}
	for i, o := range p.Operations {
		if taken[i] != nil {
			setOperation(taken[i], o)
			continue
		}
		op := n.child("operations").add(&node{name: "op"})
		setOperation(op, o)
		m.name(op, p.ID+"-"+o.Name+"-"+formatDuration(o.Interval))
	}
	for _, all := range n.elements("operations") {
		before := len(all.children)
		for _, op := range left {
			all.remove(op)
		}
		if len(all.children) < before && len(all.children) == 0 {
			n.remove(all)
		}
	}
}

// dropBorrowed removes operations that belong to another resource, and returns
// the primitive's own.
func dropBorrowed(n *node) []*node {
	var own []*node
	for _, all := range n.elements("operations") {
		if _, borrowed := all.get("id-ref"); borrowed {
			n.remove(all)
			continue
		}
		own = append(own, all.elements("op")...)
	}
	return own
}

// sameOperation reports whether op is the operation o, whatever its settings:
// a resource has at most one of a name and interval.
func sameOperation(op *node, o Operation) bool {
	return sameAction(op, o) && same("interval", op.value("interval"), formatDuration(o.Interval))
}

func sameAction(op *node, o Operation) bool { return op.value("name") == o.Name }

// setOperation makes op mean o, and nothing besides.
func setOperation(op *node, o Operation) {
	wanted := []attribute{{"name", o.Name}, {"interval", formatDuration(o.Interval)}}
	if o.Timeout != 0 {
		wanted = append(wanted, attribute{"timeout", formatDuration(o.Timeout)})
	}
	if o.Delay != 0 {
		wanted = append(wanted, attribute{"start-delay", formatDuration(o.Delay)})
	}
	if o.OnFail != "" {
		wanted = append(wanted, attribute{"on-fail", string(o.OnFail)})
	}
	op.become(wanted, "id", "description")
}
