package vboxtest

import "fmt"

// list knows the lists of machines and of host-only interfaces.
func (c *call) list(args []string) *refusal {
	values, rest, r := all(args, 1, option{name: "--long"}, option{name: "-l"}, option{name: "--sorted"}, option{name: "-s"})
	if r != nil {
		return r
	}
	if len(rest) == 0 {
		return wrong("Missing subcommand for \"list\" command.\n")
	}
	_, long := values["--long"]
	_, short := values["-l"]
	switch rest[0] {
	case "vms", "runningvms":
		for _, m := range c.Machines {
			if rest[0] == "runningvms" && m.State != "running" {
				continue
			}
			name := m.Name
			if m.Inaccessible {
				name = "<inaccessible>"
			}
			switch {
			case !long && !short:
				c.print("\"%s\" {%s}\n", name, m.UUID)
			case m.Inaccessible:
				c.print("Name:            <inaccessible!>\nUUID:            %s\n\n", m.UUID)
			default:
				c.describe(m)
			}
		}
	case "hostonlyifs":
		for i, h := range c.HostOnly {
			c.print("Name:            %s\nGUID:            786f6276-656e-%04x-8000-0a0027%06x\nDHCP:            Disabled\n", h.Name, 0x4074+i, i)
			c.print("IPAddress:       %s\nNetworkMask:     %s\nIPV6Address:     \nIPV6NetworkMaskPrefixLength: 0\n", h.Address, h.Mask)
			c.print("HardwareAddress: 0a:00:27:00:00:%02x\nMediumType:      Ethernet\nWireless:        No\nStatus:          Up\nVBoxNetworkName: HostInterfaceNetworking-%s\n\n", i, h.Name)
		}
	default:
		return wrong("Unknown subcommand \"%s\".", rest[0])
	}
	return nil
}

// describe prints the part of the long form that says where adapters lead.
func (c *call) describe(m *Machine) {
	c.print("%-28s %s\n%-28s %s\n%-28s %s\n", "Name:", m.Name, "UUID:", m.UUID, "State:", m.State)
	for i, a := range m.Adapters {
		label := fmt.Sprintf("NIC %d:", i+1)
		to := map[string]string{"nat": "NAT", "intnet": "Internal Network '" + a.Network + "'", "hostonly": "Host-only Interface '" + a.HostOnly + "'"}[a.Kind]
		if to == "" {
			c.print("%-28s disabled\n", label)
			continue
		}
		c.print("%-28s MAC: %s, Attachment: %s, Cable connected: on, Trace: off (file: none), Type: 82540EM, Reported speed: 0 Mbps\n", label, a.MAC, to)
	}
	c.print("\n")
}
