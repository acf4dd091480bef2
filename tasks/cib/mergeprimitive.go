package cib

import (
	"slices"
	"strings"
)

// operators lists the meta attributes by which crm resource stop, unmanage
// and maintenance act. They are an operator's word and stay.
var operators = [...]string{"target-role", "is-managed", "maintenance"}

func (m *merger) primitive(p Primitive) error {
	n, err := m.object("resources", "primitive", p.ID)
	if err != nil {
		return err
	}
	if agent(n) != p.Agent {
		setAgent(n, p.Agent)
	}
	params := p.params()
	m.assign(n, "instance_attributes", p.ID+"-instance_attributes", params, exactly)
	m.retain(n, "instance_attributes", func(name string) bool {
		_, declared := params[name]
		return declared
	})
	m.assign(n, "meta_attributes", p.ID+"-meta_attributes", p.Meta, same)
	m.retain(n, "meta_attributes", func(name string) bool {
		_, declared := p.Meta[name]
		return declared || slices.Contains(operators[:], name)
	})
	m.operations(n, p)
	return nil
}

// agent returns the agent of a primitive the way crmsh writes it: with a
// leading @ if it is a template's.
func agent(n *node) string {
	if template, ok := n.get("template"); ok {
		return "@" + template
	}
	parts := []string{n.value("class"), n.value("provider"), n.value("type")}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ":")
}

func setAgent(n *node, agent string) {
	parts := strings.Split(agent, ":")
	n.attributes = slices.DeleteFunc(n.attributes, func(a attribute) bool {
		return slices.Contains([]string{"template", "class", "provider", "type"}, a.name)
	})
	n.set("class", parts[0])
	if len(parts) == 3 {
		n.set("provider", parts[1])
	}
	n.set("type", parts[len(parts)-1])
}
