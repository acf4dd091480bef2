package dnsmasq

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/go-multierror"
)

var (
	interfaceName = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,15}$`)
	// RFC 1123, 2.1, and the underscore that is met in practice.
	label  = regexp.MustCompile(`^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$`)
	digits = regexp.MustCompile(`^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$`)
)

// faults collects what is wrong, and remembers who has what.
type faults struct {
	found *multierror.Error
	taken map[string]string // by what is taken, who has it
}

func (f *faults) add(format string, args ...any) {
	f.found = multierror.Append(f.found, fmt.Errorf("dnsmasq: "+format, args...))
}

// take reports what somebody else has already.
func (f *faults) take(what, who string) {
	if other, taken := f.taken[what]; taken && other != who {
		f.add("%s is given to %s and to %s", what, other, who)
	}
	f.taken[what] = who
}

// check reports everything that is wrong with the server itself: what would
// change the meaning of the file, and what dnsmasq takes without a word and
// does not do.
func (s Server) check() error {
	f := &faults{taken: map[string]string{}}
	if len(s.Interfaces) == 0 {
		f.add("no interface is named to listen on")
	}
	for i, name := range s.Interfaces {
		if !interfaceName.MatchString(name) || name == "lo" {
			f.add("%q is not the name of an interface in a network", name)
		}
		f.take("interface "+name, fmt.Sprintf("entry %d", i+1))
	}
	if s.Domain != "" && !isName(s.Domain) {
		f.add("%q is not the name of a domain", s.Domain)
	}
	for _, a := range s.Upstream {
		if !usable(a) {
			f.add("upstream: %s is not the address of a name server", a)
		}
	}
	for _, r := range s.Records {
		s.checkRecord(f, r)
	}
	for i, r := range s.Ranges {
		r.check(f)
		for _, other := range s.Ranges[:i] {
			if r.Network.IsValid() && r.Network.Overlaps(other.Network) {
				f.add("the ranges of %s and %s are in one network", other.Network, r.Network)
			}
		}
		for _, record := range s.Records {
			if r.gives(record.Address) {
				f.add("the range from %s to %s gives away %s, the address of %s", r.From, r.To, record.Address, strings.Join(record.Names, ", "))
			}
		}
	}
	for _, l := range s.Leases {
		s.checkLease(f, l)
	}
	return f.found.ErrorOrNil()
}

func (s Server) checkRecord(f *faults, r Record) {
	if !usable(r.Address) {
		f.add("%s is not an address for %s", r.Address, strings.Join(r.Names, ", "))
	}
	if len(r.Names) == 0 {
		f.add("the address %s has no names", r.Address)
		return
	}
	f.take("the address "+r.Address.String(), s.full(r.Names)[0])
	for i, n := range r.Names {
		if !isName(n) {
			f.add("%q is not the name of a machine", n)
		}
		// A machine may have an address of either family.
		f.take(fmt.Sprintf("the name %s, IPv%d", s.full(r.Names[i : i+1])[0], version(r.Address)), r.Address.String())
	}
}

func (s Server) checkLease(f *faults, l Lease) {
	who := l.Name
	if who == "" {
		who = l.MAC
	} else if !label.MatchString(l.Name) {
		f.add("%q is not one label, which the name of a lease is", l.Name)
	}
	if !digits.MatchString(l.MAC) {
		f.add("%q is not a MAC address, such as 08:00:27:00:41:15", l.MAC)
	}
	f.take("the MAC address "+strings.ToLower(l.MAC), l.Address.String())
	if l.Name != "" {
		who = s.full([]string{l.Name})[0]
		f.take(fmt.Sprintf("the name %s, IPv%d", who, version(l.Address)), l.Address.String())
	}
	f.take("the address "+l.Address.String(), who)
	within := false
	for _, r := range s.Ranges {
		within = within || r.holds(l.Address)
	}
	if !within {
		f.add("the address %s of %s is not one of a machine in the network of a range", l.Address, who)
	}
}

func (r Range) check(f *faults) {
	if !r.Network.IsValid() || !r.Network.Addr().Is4() || r.Network != r.Network.Masked() || r.Network.Bits() > 30 {
		f.add("range: %s is not an IPv4 network of machines", r.Network)
		return
	}
	if r.From.IsValid() != r.To.IsValid() {
		f.add("the range in %s has one end only", r.Network)
	} else if r.From.IsValid() && (!r.holds(r.From) || !r.holds(r.To) || r.To.Less(r.From)) {
		f.add("from %s to %s is not a range of machines in %s", r.From, r.To, r.Network)
	}
	if r.Lease != 0 && (r.Lease < 2*time.Minute || r.Lease%time.Second != 0 || r.Lease/time.Second >= 1<<32-1) {
		f.add("a lease of %s: dnsmasq knows whole seconds, from 2m", r.Lease)
	}
	if r.Router.IsValid() && (!r.holds(r.Router) || r.gives(r.Router)) {
		f.add("the router %s is not in %s, or the range gives it away", r.Router, r.Network)
	}
	for _, a := range r.NameServers {
		if !usable(a) || !a.Is4() {
			f.add("%s is not the address of an IPv4 name server", a)
		}
		if r.gives(a) {
			f.add("the range from %s to %s gives away %s, the address of a name server", r.From, r.To, a)
		}
	}
}

// holds reports whether a machine in the network can have the address.
func (r Range) holds(a netip.Addr) bool {
	if !r.Network.Contains(a) || a == r.Network.Addr() {
		return false
	}
	// The last address is the one whose successor is outside.
	return r.Network.Contains(a.Next())
}

// gives reports whether a machine that nobody knows may get the address.
func (r Range) gives(a netip.Addr) bool {
	return r.From.IsValid() && a.Is4() && !a.Less(r.From) && !r.To.Less(a)
}

func isName(s string) bool {
	for l := range strings.SplitSeq(s, ".") {
		if !label.MatchString(l) {
			return false
		}
	}
	return len(s) <= 253
}

func usable(a netip.Addr) bool {
	return a.IsValid() && !a.IsUnspecified() && !a.IsMulticast() && !a.Is4In6() && a.Zone() == ""
}

func version(a netip.Addr) int {
	if a.Is4() {
		return 4
	}
	return 6
}
