package cib

import (
	"maps"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// text returns what a configuration holds of the objects that c declares, much
// as crmsh writes it, but with one attribute a line, so that a diff shows just
// what differs.
func text(root *node, c Configuration) string {
	m := &merger{root: root, ids: map[string]*node{}}
	m.index(root)
	w := &writer{declared: map[string]Primitive{}}
	w.values(root, "property", section{"crm_config", "cluster_property_set", ""}, c.Properties)
	w.values(root, "rsc_defaults", section{"rsc_defaults", "meta_attributes", ""}, c.ResourceDefaults)
	w.values(root, "op_defaults", section{"op_defaults", "meta_attributes", ""}, c.OperationDefaults)
	ids := slices.Clone(c.Absent)
	for _, p := range c.Primitives {
		ids = append(ids, p.ID)
		w.declared[p.ID] = p
	}
	for _, l := range c.Colocations {
		ids = append(ids, l.ID)
	}
	for _, o := range c.Orders {
		ids = append(ids, o.ID)
	}
	for _, l := range c.Locations {
		ids = append(ids, l.ID)
	}
	for _, id := range ids {
		if n := m.ids[id]; n != nil {
			w.object(n)
		}
	}
	return w.b.String()
}

type writer struct {
	b        strings.Builder
	declared map[string]Primitive // by their ids
}

// line writes the words that are not empty.
func (w *writer) line(words ...string) {
	words = slices.DeleteFunc(words, func(s string) bool { return s == "" })
	w.b.WriteString(strings.Join(words, " ") + "\n")
}

func (w *writer) values(root *node, keyword string, s section, declared Values) {
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		for _, parent := range root.elements(s.name) {
			w.pairs(keyword, parent, s.set, func(n string) bool { return n == name }, plain)
		}
	}
}

// pairs writes the plain values of the names that are of interest, sorted, as
// shown has them.
func (w *writer) pairs(keyword string, parent *node, set string, show func(name string) bool, shown func(name, value string) string) {
	var lines []string
	for _, s := range plainSets(parent, set) {
		for _, p := range plainPairs(s) {
			if name := p.value("name"); show(name) {
				lines = append(lines, keyword+" "+assignment(name, shown(name, p.value("value"))))
			}
		}
	}
	slices.Sort(lines)
	for _, l := range lines {
		w.line(l)
	}
}

func plain(_, value string) string { return value }

// parameters returns how those of a primitive are shown: of a secret only
// whether it is the one that is declared. What nobody declares of a device that
// fences may be a password, but for what pacemaker itself reads of it.
func (w *writer) parameters(n *node) func(name, value string) string {
	p, fences := w.declared[n.value("id")], n.value("class") == "stonith"
	return func(name, value string) string {
		_, open := p.Params[name]
		secret, is := p.Secrets[name]
		switch {
		case is && value == secret.Reveal():
			return sh.Masked
		case is:
			return "(another secret)"
		case fences && !open && !strings.HasPrefix(name, "pcmk_"):
			return "(not shown)"
		}
		return value
	}
}

func (w *writer) object(n *node) {
	switch n.name {
	case "primitive":
		w.primitive(n)
	case "rsc_colocation":
		w.line("colocation", n.value("id"), n.value("score")+":", n.value("rsc"), n.value("with-rsc"), rest(n, "id", "score", "rsc", "with-rsc"))
	case "rsc_order":
		w.line("order", n.value("id"), string(kindOf(n))+":", n.value("first"), n.value("then"), rest(n, "id", "kind", "score", "first", "then"))
	case "rsc_location":
		w.line("location", n.value("id"), n.value("rsc"), n.value("score")+":", n.value("node"), rest(n, "id", "rsc", "score", "node"))
	default:
		w.line(strings.TrimPrefix(n.name, "rsc_"), n.value("id"), rest(n, "id"))
	}
}

func (w *writer) primitive(n *node) {
	w.line("primitive", n.value("id"), agent(n))
	all := func(string) bool { return true }
	w.pairs("  params", n, "instance_attributes", all, w.parameters(n))
	w.pairs("  meta", n, "meta_attributes", all, plain)
	var lines []string
	for _, o := range n.elements("operations") {
		if from, borrowed := o.get("id-ref"); borrowed {
			lines = append(lines, "  operations of "+from)
		}
		for _, op := range o.elements("op") {
			line := "  op " + op.value("name")
			for _, name := range []string{"interval", "timeout", "on-fail"} {
				if v, ok := op.get(name); ok {
					line += " " + assignment(name, v)
				}
			}
			if more := rest(op, "id", "description", "name", "interval", "timeout", "on-fail"); more != "" {
				line += " " + more
			}
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	for _, l := range lines {
		w.line(l)
	}
}

// rest returns the attributes of an element that are not listed, and the
// elements inside it.
func rest(n *node, listed ...string) string {
	var words []string
	for _, a := range n.attributes {
		if !slices.Contains(listed, a.name) {
			words = append(words, assignment(a.name, a.value))
		}
	}
	for _, c := range n.elements("") {
		words = append(words, "<"+strings.TrimSpace(c.name+" "+rest(c, "id"))+">")
	}
	return strings.Join(words, " ")
}

// assignment quotes a value that is not one word, as crmsh does.
func assignment(name, value string) string {
	if value == "" || strings.ContainsAny(value, " \t\n\"") {
		return name + `="` + value + `"`
	}
	return name + "=" + value
}
