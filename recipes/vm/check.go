package vm

import (
	"fmt"
	"net/netip"
	"path"
	"regexp"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/inventory"
)

var (
	labName     = regexp.MustCompile(`^[a-z0-9]{1,20}$`)
	networkName = regexp.MustCompile(`^[a-z0-9]{1,12}$`)
	hostName    = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)
	directory   = regexp.MustCompile(`^(/[A-Za-z0-9._-]+)+$`) // goes into the options of a mount
	// The kernel allows more, but not a slash or more than 15 bytes.
	interfaceName = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,15}$`)
)

// check returns everything that is wrong with the parameters themselves.
func (p Parameters) check() error {
	var faults *multierror.Error
	fault := func(format string, args ...any) {
		faults = multierror.Append(faults, fmt.Errorf("vm: "+format, args...))
	}
	if !labName.MatchString(p.Lab) {
		fault("lab: %q is not 1 to 20 lower-case letters and digits", p.Lab)
	}
	if p.Provider != "nspawn" {
		fault("provider: there is no %q, only \"nspawn\"", p.Provider)
	}
	for name, dir := range map[string]string{"state": p.State, "cache": p.Cache} {
		if path.Clean(dir) != dir || !directory.MatchString(dir) {
			fault("%s: %q is not the absolute path of a directory, of letters, digits and ._-", name, dir)
		}
	}
	seen := map[string]bool{}
	for _, n := range p.networks(nil) {
		if !networkName.MatchString(n.Name) || seen[n.Name] {
			fault("networks: the name %q is taken, or is not 1 to 12 lower-case letters and digits", n.Name)
		}
		if !interfaceName.MatchString(n.NIC) || seen["nic "+n.NIC] {
			fault("nic: %q is taken, or is not the name of an interface", n.NIC)
		}
		seen[n.Name], seen["nic "+n.NIC] = true, true
	}
	return faults.ErrorOrNil()
}

// checkMachines returns everything that stands against making these machines.
func (p Parameters) checkMachines(machines []inventory.Host) error {
	var faults *multierror.Error
	addresses, ports := map[netip.Addr]string{}, map[int]string{}
	for _, m := range machines {
		fault := func(format string, args ...any) {
			faults = multierror.Append(faults, fmt.Errorf("vm: machine %s: "+format, append([]any{m.Name}, args...)...))
		}
		if !hostName.MatchString(m.Name) || m.Name == "net" {
			fault("a machine cannot have this name; it takes at most 40 lower-case letters, digits and dashes")
		}
		if !m.Address.IsValid() {
			fault("it has no address; set hrun_address, as 192.168.4.21/27")
		}
		if m.Connection.User == "" {
			fault("nobody is named who may log in; set ansible_user")
		}
		if len(m.Connection.KeyFiles) == 0 || !path.IsAbs(m.Connection.KeyFiles[0]) {
			fault("no key is named to log in with; set ansible_ssh_private_key_file, as .hrun/id_ed25519")
		} else if key := machines[0].Connection.KeyFiles; len(key) > 0 && key[0] != m.Connection.KeyFiles[0] {
			fault("its key is not that of %s", machines[0].Name)
		}
		if len(m.Connection.KnownHosts) == 0 || !path.IsAbs(m.Connection.KnownHosts[0]) {
			fault("no file is named for its host key; set ansible_ssh_common_args: -o UserKnownHostsFile=.hrun/known_hosts")
		} else if known := machines[0].Connection.KnownHosts; len(known) > 0 && known[0] != m.Connection.KnownHosts[0] {
			fault("its known_hosts file is not that of %s", machines[0].Name)
		}
		for _, n := range p.networks(machines) {
			a, ok := n.Addresses[m.Name]
			if !ok || !a.IsValid() {
				continue
			}
			if other, taken := addresses[a.Addr()]; taken {
				fault("its address %s is that of %s", a.Addr(), other)
			}
			addresses[a.Addr()] = m.Name
		}
		if port := forward(m); port != 0 {
			if other, taken := ports[port]; taken {
				fault("its port %d of 127.0.0.1 is that of %s", port, other)
			}
			ports[port] = m.Name
		}
	}
	return faults.ErrorOrNil()
}
