package busybox

import (
	"fmt"
	"maps"
	"net/netip"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/inventory"
)

// plainPath is what needs no quotes anywhere.
var plainPath = regexp.MustCompile(`^(/[A-Za-z0-9._-]+)+$`)

// check reports everything that is wrong with the parameters that the roles
// cannot see themselves.
func (p Parameters) check(inv *inventory.Inventory, bastions []inventory.Host) error {
	var faults *multierror.Error
	fault := func(format string, args ...any) { faults = multierror.Append(faults, fmt.Errorf(format, args...)) }
	if p.Home != "" && (!plainPath.MatchString(p.Home) || path.Clean(p.Home) != p.Home) {
		fault("home: %q is not the absolute path of a directory", p.Home)
	}
	if p.Valid < time.Hour {
		fault("valid: a certificate for %v would have to be renewed all the time, want 1h at least", p.Valid)
	}
	hosts, names := map[netip.Addr]string{}, map[string]bool{}
	for _, h := range inv.Hosts() {
		if !h.Address.IsValid() {
			continue
		}
		if other, taken := hosts[h.Address.Addr()]; taken {
			fault("the address %s is that of %s and of %s", h.Address.Addr(), other, h.Name)
		}
		hosts[h.Address.Addr()], names[h.Name] = h.Name, true
	}
	for _, name := range slices.Sorted(maps.Keys(p.Names)) {
		if short := strings.TrimSuffix(name, "."+p.Domain); names[name] || names[short] {
			fault("names: %s is a host, whose address is its hrun_address", name)
		}
	}
	for _, b := range bastions {
		if !b.Address.IsValid() {
			fault("bastion %s has no hrun_address, at which it answers", b.Name)
		}
		if b.Connection.Authority != "" && b.Connection.User == "" {
			fault("nobody is named who logs in to bastion %s; set ansible_user", b.Name)
		}
	}
	for _, l := range p.DHCP.Leases {
		if !l.Address.IsValid() && !names[l.Name] && !p.Names[l.Name].IsValid() {
			fault("dhcp: the lease of %s has no address, and no host is called %q", l.MAC, l.Name)
		}
	}
	if len(bastions) > 1 && p.DHCP.given() {
		fault("dhcp: the group bastions has %d hosts, and only one can give out the addresses", len(bastions))
	}
	return multierror.Append(faults, p.checkRoutes()).ErrorOrNil()
}

// checkRoutes reports what can be no way into a lab.
func (p Parameters) checkRoutes() error {
	var faults *multierror.Error
	for i, r := range p.Routes {
		fault := func(format string, args ...any) {
			faults = multierror.Append(faults, fmt.Errorf("routes: "+format, args...))
		}
		switch {
		case !r.To.IsValid() || !r.Via.IsValid():
			fault("entry %d needs both to and via, a network and its gateway", i+1)
		case r.To.Bits() == 0:
			fault("%s would lead everything into the lab", r.To)
		}
		for _, other := range p.Routes[:i] {
			if r.To == other.To {
				fault("two lead to %s", r.To)
			}
		}
	}
	return faults.ErrorOrNil()
}
