package vboxtest

import (
	"fmt"
	"net/netip"
	"slices"
)

func (c *call) hostOnly(args []string) *refusal {
	if len(args) == 0 {
		return wrong("No sub-command specified")
	}
	switch args[0] {
	case "create":
		if _, rest, r := all(args[1:], 0, option{name: "--machinereadable"}); r != nil || len(rest) > 0 {
			return r
		}
		name := c.Named
		for i := 0; name == ""; i++ {
			if free := fmt.Sprintf("vboxnet%d", i); c.hostInterface(free) == nil {
				name = free
			}
		}
		c.Named = ""
		c.HostOnly = append(c.HostOnly, &Interface{Name: name})
		c.print("Interface '%s' was successfully created\n", name)
		return nil
	case "remove":
		_, rest, r := all(args[1:], 1)
		if r != nil {
			return r
		}
		if len(rest) == 0 {
			return wrong("No interface name was specified")
		}
		found := c.hostInterface(rest[0])
		if found == nil {
			return notThere(rest[0])
		}
		c.HostOnly = slices.DeleteFunc(c.HostOnly, func(h *Interface) bool { return h == found })
		return nil
	case "ipconfig":
		return c.configure(args[1:])
	}
	return wrong("Unknown sub-command '%s'", args[0])
}

func (c *call) hostInterface(name string) *Interface {
	for _, h := range c.HostOnly {
		if h.Name == name {
			return h
		}
	}
	return nil
}

func notThere(name string) *refusal {
	return refuse("HostWrap", "E_INVALIDARG", "The host network interface named '%s' could not be found", name)
}

func (c *call) configure(args []string) *refusal {
	values, rest, r := all(args, 1, option{name: "--dhcp"}, option{name: "--ip", kind: text}, option{name: "--netmask", kind: text},
		option{name: "--ipv6", kind: text}, option{name: "--netmasklengthv6", kind: number})
	if r != nil {
		return r
	}
	if len(rest) == 0 {
		return notThere("")
	}
	h := c.hostInterface(rest[0])
	if h == nil {
		return notThere(rest[0])
	}
	if values["--ip"] == "" {
		return wrong("Neither -dhcp nor -ip nor -ipv6 was specfified")
	}
	// /etc/vbox/networks.conf is not there: since 6.1.28 this range is allowed.
	address, err := netip.ParseAddr(values["--ip"])
	if err != nil || !netip.MustParsePrefix("192.168.56.0/21").Contains(address) {
		return refuse("HostNetworkInterfaceWrap", "E_ACCESSDENIED", "Code E_ACCESSDENIED (0x80070005) - Access denied (extended info not available)")
	}
	mask := values["--netmask"]
	if mask == "" {
		mask = "255.255.255.0"
	}
	h.Address, h.Mask = address.String(), mask
	return nil
}
