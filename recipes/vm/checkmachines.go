package vm

import (
	"fmt"
	"maps"
	"net"
	"net/netip"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/inventory"
)

var hostName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)

// machineCheck finds what stands against making machines.
type machineCheck struct {
	Parameters
	hypervisor inventory.Host
	machines   []inventory.Host
	particular map[string]Machine
	faults     *multierror.Error
	taken      map[string]string // who has an address, a MAC or a port
}

// checkMachines returns everything that stands against making these machines.
func (p Parameters) checkMachines(machines []inventory.Host, particular map[string]Machine, hypervisor inventory.Host) error {
	c := machineCheck{Parameters: p, hypervisor: hypervisor, machines: machines, particular: particular, taken: map[string]string{}}
	for _, m := range machines {
		c.name(m)
		c.login(m)
		c.way(m)
		c.links(m)
		c.resources(m)
	}
	for _, n := range p.Networks {
		if n.Host.IsValid() {
			c.take("hypervisor", "address", n.Host.Addr().String())
		}
		c.members(n)
	}
	return c.faults.ErrorOrNil()
}

func (c *machineCheck) fault(m, format string, args ...any) {
	c.faults = multierror.Append(c.faults, fmt.Errorf("vm: machine %s: "+format, append([]any{m}, args...)...))
}

// take notes who has something that only one can have.
func (c *machineCheck) take(m, what, value string) {
	if other, taken := c.taken[what+value]; taken {
		c.fault(m, "its %s %s is that of %s", what, value, other)
		return
	}
	c.taken[what+value] = m
}

// members checks that who is in a network is one of the machines.
func (c *machineCheck) members(n Network) {
	for _, name := range slices.Concat(slices.Sorted(maps.Keys(n.Addresses)), n.DHCP) {
		if !slices.ContainsFunc(c.machines, func(m inventory.Host) bool { return m.Name == name }) {
			c.fault(name, "the network %s has it, and the group machines has not", n.Name)
		}
	}
}

func (c *machineCheck) name(m inventory.Host) {
	if !hostName.MatchString(m.Name) || m.Name == "net" {
		c.fault(m.Name, "a machine cannot have this name; it takes at most 40 lower-case letters, digits and dashes")
	}
	if m.Name == c.hypervisor.Name {
		c.fault(m.Name, "it is the hypervisor")
	}
}

// login checks that somebody will be able to log in, and trust what answers.
func (c *machineCheck) login(m inventory.Host) {
	if m.Connection.User == "" {
		c.fault(m.Name, "nobody is named who may log in; set ansible_user")
	}
	if m.Connection.Authority == "" && c.Key == "" {
		c.fault(m.Name, "no key will be let in; set hrun_ssh_ca, as ssh-ca, or the parameter key of vm")
	}
	if len(m.Connection.KnownHosts) == 0 || !path.IsAbs(m.Connection.KnownHosts[0]) {
		c.fault(m.Name, "no file is named for its host key; set ansible_ssh_common_args: -o UserKnownHostsFile=.hrun/known_hosts")
	}
}

// way checks how the machine is reached.
func (c *machineCheck) way(m inventory.Host) {
	address, err := netip.ParseAddr(m.Connection.Address)
	if err != nil || !address.IsLoopback() {
		return
	}
	port := forward(m, c.hypervisor.Name)
	via := m.Connection.Via
	switch {
	case len(via) > 0 && via[len(via)-1] != c.hypervisor.Name:
		c.fault(m.Name, "behind %[2]s, %[3]s is %[2]s itself; leave ansible_host out", via[len(via)-1], address)
	case len(via) == 0 && c.hypervisor.Connection.Kind != inventory.Local:
		c.fault(m.Name, "%s is this machine's, and the way in is at that of %s; set hrun_via: %s", address, c.hypervisor.Name, c.hypervisor.Name)
	case port == 0:
		c.fault(m.Name, "no port of %s is named that is to lead to it; set ansible_port", address)
	default:
		c.take(m.Name, "port", fmt.Sprintf("%d of 127.0.0.1", port))
	}
}

func (c *machineCheck) links(m inventory.Host) {
	if !m.Address.IsValid() {
		c.fault(m.Name, "it has no address; set hrun_address, as 192.168.4.21/27")
	}
	is, known := c.particular[m.Name], map[string]bool{"nat": true}
	for _, n := range c.networks(c.machines) {
		known[n.Name] = true
		if address, in := n.has(m.Name); in && address.IsValid() {
			c.take(m.Name, "address", address.Addr().String())
			if !address.IsSingleIP() && address.Bits() != address.Addr().BitLen()-1 && address == address.Masked() {
				c.fault(m.Name, "its address %s is that of the network %s itself", address, n.Name)
			}
		}
	}
	for network, mac := range is.MACs {
		parsed, err := net.ParseMAC(mac)
		switch {
		case !known[network]:
			c.fault(m.Name, "macs: there is no network %s", network)
		case err != nil || len(parsed) != 6 || strings.Contains(mac, "."):
			c.fault(m.Name, "macs: %s is not a hardware address, as 08:00:27:12:34:56", mac)
		case parsed[0]&1 != 0:
			c.fault(m.Name, "macs: %s is that of a group of machines", mac)
		default:
			c.take(m.Name, "hardware address", parsed.String())
		}
	}
}

func (c *machineCheck) resources(m inventory.Host) {
	is := c.particular[m.Name]
	if is.CPUs < 1 || is.CPUs > 64 {
		c.fault(m.Name, "cpus: %d is not between 1 and 64", is.CPUs)
	}
	if is.Memory < 128 {
		c.fault(m.Name, "memory: %d MiB is too little; Debian boots with 256", is.Memory)
	}
	for _, name := range is.Packages {
		if !packageName.MatchString(name) {
			c.fault(m.Name, "packages: %q is not the name of a package", name)
		}
	}
	names := map[string]bool{}
	for _, d := range is.Disks {
		if !networkName.MatchString(d.Name) || names[d.Name] {
			c.fault(m.Name, "disks: the name %q is taken, or is not 1 to 12 lower-case letters and digits", d.Name)
		}
		names[d.Name] = true
		if d.Size < 1 {
			c.fault(m.Name, "disks: %s has a size of %d MiB", d.Name, d.Size)
		}
	}
}
