package keepalived

import (
	"cmp"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"time"

	"github.com/hashicorp/go-multierror"
)

var (
	word = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]*$`)
	// What a kernel and keepalived.conf(5) take both.
	interfaceName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$`)
	password      = regexp.MustCompile(`^[A-Za-z0-9_.:+=,/-]*$`)
)

// The longest password: of a longer one keepalived takes the first 8
// characters (keepalived.conf(5)).
const maxAuth = 8

// WithDefaults returns the router with every field that is zero at its default.
func (r Router) WithDefaults() Router {
	r.Name = cmp.Or(r.Name, "VI_1")
	r.RouterID = cmp.Or(r.RouterID, 51)
	r.Priority = cmp.Or(r.Priority, 100)
	r.AdvertInterval = cmp.Or(r.AdvertInterval, time.Second)
	r.Refresh = cmp.Or(r.Refresh, 5*time.Second)
	r.ScriptUser = cmp.Or(r.ScriptUser, "nobody")
	r.Scripts = slices.Clone(r.Scripts)
	for i, s := range r.Scripts {
		r.Scripts[i] = s.withDefaults()
	}
	return r
}

// six reports whether the addresses are of IPv6, and so VRRP of version 3.
func (r Router) six() bool { return len(r.VIPs) > 0 && r.VIPs[0].Addr().Is6() }

// check reports every value that keepalived would refuse, or would silently
// understand in another way.
func (r Router) check() error {
	var faults *multierror.Error
	fault := func(wrong bool, format string, args ...any) {
		if wrong {
			faults = multierror.Append(faults, fmt.Errorf("keepalived: "+format, args...))
		}
	}
	fault(!word.MatchString(r.Name), "instance %q: a name is one word of letters, digits, '_', '-' and '.'", r.Name)
	fault(!interfaceName.MatchString(r.Interface), "%q is not the name of an interface", r.Interface)
	fault(r.RouterID < 1 || r.RouterID > 255, "router id %d, want 1 to 255", r.RouterID)
	fault(r.Priority < 1 || r.Priority > 254, "priority %d, want 1 to 254", r.Priority)
	fault(r.State != Backup && r.State != Master, "state %q, want MASTER or BACKUP", string(r.State))
	fault(r.NoPreempt && r.State == Master, "with no_preempt the state must be BACKUP on all routers, and not MASTER")
	fault(r.Preferred && r.NoPreempt, "with no_preempt no router is preferred")
	fault(r.Refresh < time.Second || r.Refresh%time.Second != 0, "neighbours are told every %v, want whole seconds", r.Refresh)
	fault(!word.MatchString(r.ScriptUser), "script user %q is not the name of a user", r.ScriptUser)
	r.checkAddresses(fault)
	r.checkVersion(fault)
	seen := map[string]bool{}
	for _, s := range r.Scripts {
		s.check(fault)
		fault(seen[s.Name], "two scripts are called %s", s.Name)
		seen[s.Name] = true
	}
	return faults.ErrorOrNil()
}

func (r Router) checkAddresses(fault func(wrong bool, format string, args ...any)) {
	fault(len(r.VIPs) == 0, "there is no address to hold")
	seen := map[netip.Addr]bool{}
	for _, v := range r.VIPs {
		fault(!v.IsValid() || v.Addr().IsUnspecified() || v.Addr().IsMulticast() || v.Addr().IsLoopback(), "%v is not an address that a router can hold", v)
		fault(v.Addr().Is6() != r.six(), "the addresses %v and %v are of different IP versions", r.VIPs[0], v)
		fault(seen[v.Addr()], "the address %v is given twice", v.Addr())
		seen[v.Addr()] = true
	}
	fault(r.UnicastSource.IsValid() != (len(r.UnicastPeers) > 0), "unicast needs the own address and those of the peers")
	for _, p := range r.UnicastPeers {
		fault(p.Is6() != r.six() || r.UnicastSource.Is6() != r.six(), "unicast from %v to %v: they are not of the IP version of the addresses", r.UnicastSource, p)
		fault(p == r.UnicastSource, "%v is its own unicast peer", p)
	}
}

func (r Router) checkVersion(fault func(wrong bool, format string, args ...any)) {
	if r.six() {
		fault(!r.Auth.IsZero(), "VRRP of version 3, which addresses of IPv6 need, has no password")
		fault(r.AdvertInterval < 10*time.Millisecond || r.AdvertInterval > 40950*time.Millisecond || r.AdvertInterval%(10*time.Millisecond) != 0,
			"advertisements every %v, want 10ms to 40.95s", r.AdvertInterval)
		return
	}
	fault(r.Auth.Len() > maxAuth, "the password has %d characters, of which only the first %d would count", r.Auth.Len(), maxAuth)
	fault(!password.MatchString(r.Auth.Reveal()), "the password holds more than letters, digits and any of _.:+=,/-")
	fault(r.AdvertInterval < time.Second || r.AdvertInterval > 255*time.Second || r.AdvertInterval%time.Second != 0,
		"advertisements every %v, want whole seconds from 1s to 255s", r.AdvertInterval)
}
