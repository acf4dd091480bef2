package vboxtest

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// tell has the guest additions tell the addresses of the guest, if it has
// booted by now.
func (c *call) tell(m *Machine) {
	guest := c.Guests[m.Name]
	if m.Properties == nil {
		m.Properties = map[string]string{}
	}
	if c.number > 0 && m.asked() <= guest.Delay {
		return
	}
	for i, address := range guest.Addresses {
		m.Properties[fmt.Sprintf("/VirtualBox/GuestInfo/Net/%d/V4/IP", i)] = address
	}
}

// asked counts how often the machine was asked since it was started, while it
// has not told anything.
func (m *Machine) asked() (n int) {
	const key = "/test/asked"
	_, _ = fmt.Sscan(m.Properties[key], &n)
	if _, told := m.Properties["/VirtualBox/GuestInfo/Net/0/V4/IP"]; !told {
		m.Properties[key] = fmt.Sprint(n + 1)
	}
	return n + 1
}

func (c *call) guestProperty(args []string) *refusal {
	if len(args) < 2 {
		return wrong("Incorrect parameters")
	}
	m, r := c.find(args[1])
	if r != nil {
		return r
	}
	if m.State == "running" && c.number > 0 { // where calls are not counted, looking writes nothing
		c.tell(m)
	}
	switch rest := args[2:]; {
	case args[0] == "get" && len(rest) == 1:
		if value := m.Properties[rest[0]]; value != "" {
			c.print("Value: %s\n", value)
			return nil
		}
		c.print("No value set!\n")
		return nil
	case args[0] == "enumerate" && len(rest) == 0:
		c.properties(m, "*")
		return nil
	case args[0] == "enumerate" && len(rest) == 2 && rest[0] == "--patterns":
		c.properties(m, rest[1])
		return nil
	}
	return wrong("Incorrect parameters")
}

// properties prints what matches, in the form of the version: that of 7.0 is
// another one. A star matches slashes too.
func (c *call) properties(m *Machine, pattern string) {
	flat := func(s string) string { return strings.ReplaceAll(s, "/", ":") }
	printed := false
	for _, name := range slices.Sorted(maps.Keys(m.Properties)) {
		if matches, err := path.Match(flat(pattern), flat(name)); err != nil || !matches {
			continue
		}
		printed = true
		if strings.HasPrefix(c.Version, "7.") {
			c.print("%-38s = '%s'  @ 2026-11-20T13:42:%02d.123Z TRANSIENT, TRANSRESET\n", name, m.Properties[name], c.number%60)
			continue
		}
		c.print("Name: %s, value: %s, timestamp: 1795182162%09d, flags: TRANSIENT, TRANSRESET\n", name, m.Properties[name], c.number)
	}
	if !printed {
		c.print("No properties found.\n")
	}
}
