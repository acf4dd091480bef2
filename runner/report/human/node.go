package human

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// node is a JSON value whose names stay in their order.
type node struct {
	text  string // of what is neither a list nor a mapping
	kind  json.Delim
	names []string // of a mapping
	items []node
}

// itemsOf returns a line for the value, or for each item of a list or of a
// mapping of mappings.
func itemsOf(raw json.RawMessage) []string {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	v, err := decoded(d)
	if err != nil {
		return []string{string(raw)}
	}
	var lines []string
	switch {
	case v.kind == '[':
		for _, item := range v.items {
			lines = append(lines, item.plain())
		}
	case v.kind == '{' && len(v.items) > 0 && v.items[0].kind == '{':
		for i, item := range v.items {
			lines = append(lines, v.names[i]+"  "+item.plain())
		}
	default:
		lines = []string{v.plain()}
	}
	if lines == nil {
		return []string{"-"}
	}
	return lines
}

func decoded(d *json.Decoder) (node, error) {
	token, err := d.Token()
	if err != nil {
		return node{}, err
	}
	v := node{}
	switch t := token.(type) {
	case json.Delim:
		v.kind = t
	case string:
		v.text = t
		if strings.ContainsAny(t, " \t\n") {
			v.text = fmt.Sprintf("%q", t)
		}
	case bool:
		v.text = "no"
		if t {
			v.text = "yes"
		}
	case nil:
	default:
		v.text = fmt.Sprint(t)
	}
	for v.kind != 0 && d.More() {
		if v.kind == '{' {
			name, err := d.Token()
			if err != nil {
				return node{}, err
			}
			v.names = append(v.names, fmt.Sprint(name))
		}
		item, err := decoded(d)
		if err != nil {
			return node{}, err
		}
		v.items = append(v.items, item)
	}
	if v.kind != 0 {
		_, err = d.Token() // its end
	}
	return v, err
}

// plain writes a value in one line; mappings as name=value.
func (v node) plain() string {
	parts := make([]string, len(v.items))
	for i, item := range v.items {
		parts[i] = item.plain()
		if item.kind == '{' {
			parts[i] = "(" + parts[i] + ")"
		}
		if v.kind == '{' {
			parts[i] = v.names[i] + "=" + parts[i]
		}
	}
	separator := ","
	if v.kind == '{' {
		separator = " "
	}
	if text := v.text + strings.Join(parts, separator); text != "" {
		return text
	}
	return "-"
}
