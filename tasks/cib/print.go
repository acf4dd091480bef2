package cib

import "strings"

// String prints the tree the way cibadmin does, two spaces deep in the CIB.
func (n *node) String() string {
	var b strings.Builder
	n.print(&b, "  ")
	return b.String()
}

func (n *node) print(b *strings.Builder, indent string) {
	switch n.kind {
	case comment:
		b.WriteString(indent + "<!--" + n.text + "-->\n")
		return
	case characters:
		b.WriteString(indent + escape(n.text) + "\n")
		return
	}
	b.WriteString(indent + "<" + n.name)
	for _, a := range n.attributes {
		b.WriteString(" " + a.name + `="` + escape(a.value) + `"`)
	}
	if len(n.children) == 0 {
		b.WriteString("/>\n")
		return
	}
	b.WriteString(">\n")
	for _, c := range n.children {
		c.print(b, indent+"  ")
	}
	b.WriteString(indent + "</" + n.name + ">\n")
}

// escape makes s fit for a quoted attribute and for text. White space other
// than blanks would be read back as blanks if it were not written by number.
func escape(s string) string {
	return strings.NewReplacer(
		"&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;",
		"\n", "&#10;", "\r", "&#13;", "\t", "&#9;",
	).Replace(s)
}
