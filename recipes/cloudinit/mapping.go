package cloudinit

import "strconv"

// set adds a key, unless there is nothing to say.
func (m *mapping) set(key string, value node) {
	*m = append(*m, struct {
		key   text
		value node
	}{text(key), value})
}

// text adds a string that is not empty.
func (m *mapping) text(key, value string) {
	if value != "" {
		m.set(key, text(value))
	}
}

// number adds a number that is not 0.
func (m *mapping) number(key string, value int) {
	if value != 0 {
		m.set(key, word(strconv.Itoa(value)))
	}
}

// flag adds true.
func (m *mapping) flag(key string, value bool) {
	if value {
		m.set(key, word("true"))
	}
}

// choice adds what is chosen.
func (m *mapping) choice(key string, value Switch) {
	if value != Unset {
		m.set(key, word(strconv.FormatBool(value == On)))
	}
}

// list adds a list that is not empty.
func (m *mapping) list(key string, values list) {
	if len(values) > 0 {
		m.set(key, values)
	}
}

// mapping adds a mapping that is not empty.
func (m *mapping) mapping(key string, value mapping) {
	if len(value) > 0 {
		m.set(key, value)
	}
}

// nodes returns a list of what the items are as nodes.
func nodes[T any, N node](items []T, as func(T) N) list {
	var l list
	for _, item := range items {
		l = append(l, as(item))
	}
	return l
}

func texts(values []string) list {
	return nodes(values, func(s string) text { return text(s) })
}
