package cib

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// parse reads what cibadmin prints. It resolves nothing, no namespace and no
// reference, so that all it does not understand comes out as it went in.
func parse(source string) (*node, error) {
	top := &node{}
	open := []*node{top}
	d := xml.NewDecoder(strings.NewReader(source))
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("reading the live configuration: %w", err)
		}
		parent := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			n := &node{name: qualified(t.Name)}
			for _, a := range t.Attr {
				n.attributes = append(n.attributes, attribute{qualified(a.Name), a.Value})
			}
			parent.children = append(parent.children, n)
			open = append(open, n)
		case xml.EndElement:
			if len(open) == 1 || parent.name != qualified(t.Name) {
				return nil, fmt.Errorf("reading the live configuration: </%s> closes nothing", qualified(t.Name))
			}
			open = open[:len(open)-1]
		case xml.Comment:
			parent.children = append(parent.children, &node{kind: comment, text: string(t)})
		case xml.CharData:
			if s := strings.TrimSpace(string(t)); s != "" {
				parent.children = append(parent.children, &node{kind: characters, text: s})
			}
		}
	}
	if len(open) > 1 || len(top.children) != 1 || top.children[0].name != "configuration" {
		return nil, errors.New("reading the live configuration: it is not one whole <configuration>")
	}
	return top.children[0], nil
}

func qualified(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}
