package virtualbox

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/recipes/vm/lab"
)

var (
	// A path is part of what VirtualBox prints, in quotes.
	directory     = regexp.MustCompile(`^(/[A-Za-z0-9 ._+@-]+)+$`)
	interfaceName = regexp.MustCompile(`^vboxnet[0-9]{1,3}$`)
	diskName      = regexp.MustCompile(`^[a-z0-9]{1,20}$`)
	machineName   = regexp.MustCompile(`^[A-Za-z0-9 ._+@()][A-Za-z0-9 ._+@()-]*$`)
	unicast       = regexp.MustCompile(`^[0-9A-F][02468ACE][0-9A-F]{10}$`)
)

// What a machine of VirtualBox may have at most; of memory, in MiB.
const (
	mostCPUs   = 64
	mostMemory = 2097152
	mostDisks  = 29 // a SATA controller has 30 ports
)

// Check returns an error for all that a machine of VirtualBox cannot be.
func (Provider) Check(l lab.Lab) error {
	var faults *multierror.Error
	fault := func(format string, args ...any) {
		faults = multierror.Append(faults, fmt.Errorf("virtualbox: "+format, args...))
	}
	if !directory.MatchString(l.State) {
		fault("state: %q is not the absolute path of a directory, of letters, digits, spaces and ._+@-", l.State)
	}
	hosts := map[string]netip.Prefix{}
	for _, n := range l.Networks {
		if n.Kind != lab.HostOnly {
			continue
		}
		if !interfaceName.MatchString(n.Adapter) {
			fault("network %s: its adapter is %q, and must be the name of a host-only interface, as vboxnet0", n.Name, n.Adapter)
		}
		if n.Host.IsValid() && !n.Host.Addr().Is4() {
			fault("network %s: the hypervisor's address in it is %s, and must be one of IPv4", n.Name, n.Host)
		}
		if had, again := hosts[n.Adapter]; again && n.Host.IsValid() && had.IsValid() && had != n.Host {
			fault("network %s: the hypervisor's address on %s is %s, and %s in another network", n.Name, n.Adapter, n.Host, had)
		}
		hosts[n.Adapter] = n.Host
	}
	owners := map[string]string{}
	for _, m := range l.Machines {
		for _, err := range checkMachine(l, m, owners) {
			fault("machine %s: %w", m.Name, err)
		}
	}
	return faults.ErrorOrNil()
}

// checkMachine returns what a machine cannot be. Owners are the machines that
// have a hardware address already.
func checkMachine(l lab.Lab, m lab.Machine, owners map[string]string) (faults []error) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	switch base := l.ImageOf(m).Base; {
	case base == "":
		fault("there is nothing to clone; name a machine of VirtualBox as its base image")
	case !machineName.MatchString(base):
		fault("the base image %q cannot be the name of a machine", base)
	case base == m.Name:
		fault("it cannot be a clone of itself")
	}
	if m.CPUs < 0 || m.CPUs > mostCPUs {
		fault("it cannot have %d CPUs, only 1 to %d", m.CPUs, mostCPUs)
	}
	if m.Memory < 0 || m.Memory > mostMemory || m.Memory > 0 && m.Memory < 4 {
		fault("it cannot have %d MiB of memory, only 4 to %d", m.Memory, mostMemory)
	}
	faults = append(faults, checkDisks(m.Disks)...)
	list, err := adapters(l, m)
	if err != nil {
		faults = append(faults, err)
	}
	for _, a := range list {
		if owner, taken := owners[a.MAC]; taken {
			fault("the MAC %s of %s is that of %s", a.MAC, slots[a.Number-1], owner)
		}
		owners[a.MAC] = strings.TrimSpace(m.Name + " " + slots[a.Number-1])
	}
	if _, err := m.Seed.ISO(); err != nil {
		faults = append(faults, err)
	}
	return faults
}

func checkDisks(disks []lab.Disk) (faults []error) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if len(disks) > mostDisks {
		fault("it cannot have %d further disks, only %d", len(disks), mostDisks)
	}
	seen := map[string]bool{}
	for _, d := range disks {
		if !diskName.MatchString(d.Name) || seen[d.Name] {
			fault("the name of disk %q is taken, or is not 1 to 20 lower-case letters and digits", d.Name)
		}
		if d.Size < 1 || d.Size > 1<<31 {
			fault("disk %s cannot have %d MiB", d.Name, d.Size)
		}
		seen[d.Name] = true
	}
	return faults
}
