package vm

import (
	"fmt"
	"path"
	"regexp"
	"slices"

	"github.com/hashicorp/go-multierror"
)

var (
	labName     = regexp.MustCompile(`^[a-z0-9]{1,20}$`)
	networkName = regexp.MustCompile(`^[a-z0-9]{1,12}$`)
	directory   = regexp.MustCompile(`^(/[A-Za-z0-9._-]+)+$`) // goes into the options of a mount
	domainName  = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$`)
	// The kernel allows more, but not a slash or more than 15 bytes.
	interfaceName = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,15}$`)
	// As apt-get(8) takes it, with a version or an architecture, but no pattern,
	// and without the - that would remove it.
	packageName = regexp.MustCompile(`^[a-z0-9][A-Za-z0-9.+:=/~-]*[A-Za-z0-9.+]$`)
	release     = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`)
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
	if _, ok := providers()[p.Provider]; p.Provider != "" && !ok {
		fault("provider: there is no %q, only %s", p.Provider, names())
	}
	for name, word := range map[string]string{"distribution": p.Distribution, "suite": p.Suite} {
		if !release.MatchString(word) {
			fault("%s: %q is not lower-case letters, digits, dots and dashes", name, word)
		}
	}
	if !domainName.MatchString(p.Domain) {
		fault("domain: %q is not letters, digits and dashes, with dots between", p.Domain)
	}
	for name, dir := range map[string]string{"state": p.State, "cache": p.Cache} {
		if path.Clean(dir) != dir || !directory.MatchString(dir) {
			fault("%s: %q is not the absolute path of a directory, of letters, digits and ._-", name, dir)
		}
	}
	if p.Boot < 0 {
		fault("boot: %s is less than nothing", p.Boot)
	}
	for _, name := range p.Packages {
		if !packageName.MatchString(name) {
			fault("packages: %q is not the name of a package", name)
		}
	}
	p.checkNetworks(fault)
	return faults.ErrorOrNil()
}

// checkNetworks finds what is wrong with the networks, whoever is in them.
func (p Parameters) checkNetworks(fault func(format string, args ...any)) {
	names, nics := map[string]bool{"nat": true}, map[string]string{}
	for _, n := range p.networks(nil) {
		if !networkName.MatchString(n.Name) || names[n.Name] {
			fault("networks: the name %q is taken, or is not 1 to 12 lower-case letters and digits", n.Name)
		}
		names[n.Name] = true
		if other, taken := nics[n.NIC]; taken {
			fault("nic: %q of the network %s is that of the network %s", n.NIC, n.Name, other)
		} else if !interfaceName.MatchString(n.NIC) || slices.Contains([]string{".", "..", "lo"}, n.NIC) {
			fault("nic: %q is not the name of an interface that can be made", n.NIC)
		}
		nics[n.NIC] = n.Name
		kind, known := kinds[n.Kind]
		if !known {
			fault("networks: %s: there is no kind %q, only internal, hostonly and nat", n.Name, n.Kind)
		}
		if kind != kinds["hostonly"] && (n.Adapter != "" || n.Host.IsValid()) {
			fault("networks: %s: adapter and host are for the kind hostonly", n.Name)
		}
	}
}
