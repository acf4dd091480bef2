package vboxtest

import (
	"maps"
	"slices"
)

func (c *call) getExtra(args []string) *refusal {
	if len(args) < 1 || len(args) > 2 {
		return wrong("Incorrect number of parameters")
	}
	m, r := c.find(args[0])
	if r != nil {
		return r
	}
	if len(args) == 1 || args[1] == "enumerate" {
		for _, key := range slices.Sorted(maps.Keys(m.Extra)) {
			c.print("Key: %s, Value: %s\n", key, m.Extra[key])
		}
		return nil
	}
	if value := m.Extra[args[1]]; value != "" {
		c.print("Value: %s\n", value)
		return nil
	}
	c.print("No value set!\n")
	return nil
}

func (c *call) setExtra(args []string) *refusal {
	switch {
	case len(args) < 2:
		return wrong("Not enough parameters")
	case len(args) > 3:
		return wrong("Too many parameters")
	}
	m, r := c.find(args[0])
	if r != nil {
		return r
	}
	if m.Extra == nil {
		m.Extra = map[string]string{}
	}
	if len(args) == 2 || args[2] == "" {
		delete(m.Extra, args[1])
		return nil
	}
	m.Extra[args[1]] = args[2]
	return nil
}
