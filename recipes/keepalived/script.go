package keepalived

import (
	"cmp"
	"net/netip"
	"regexp"
	"time"
)

// Script is a program that says by its exit status whether this router is well.
// keepalived runs it only if nobody but root could have changed it
// (enable_script_security in keepalived.conf(5)).
type Script struct {
	Name    string // one word, unique on the router
	Command string // absolute path and arguments, without quotes or anything that is special to a shell
	Package string // that brings the program, and is installed first; empty means none

	Interval time.Duration // between two runs, whole seconds; default 2s
	Timeout  time.Duration // a run that takes longer has failed, whole seconds; default 2s
	Fall     int           // failures until the router counts as not well; default 2
	Rise     int           // successes until it is well again; default 2

	// Weight is what a failure does to the priority, -253 to -1. It must be
	// more than what lies between the priorities of any two routers, or a
	// failure would move nothing. 0 takes the router out altogether: then no
	// router holds the addresses where the script fails on all of them.
	Weight int
}

// HAProxy is the script that says whether haproxy runs. killall, which others
// use for that, is in a package that Debian does not install by itself.
func HAProxy() Script {
	return Script{Name: "haproxy", Command: "/usr/bin/pgrep -x haproxy", Package: "procps"}
}

// Reaches is the script that says whether the router reaches an address, such
// as that of the gateway, by ping(8). A router that does not gives the addresses
// up, even if it hears no other router; so do all of them once the address does
// not answer, for then none would be told apart. The router needs some six
// seconds to find out, and four to come back.
//
// This is no quorum: routers that all reach the address and do not hear each
// other all hold the addresses.
func Reaches(address netip.Addr) Script {
	return Script{Name: "gateway", Command: "/usr/bin/ping -n -q -c 1 -W 1 " + address.String(), Package: "iputils-ping", Fall: 3}
}

var scriptCommand = regexp.MustCompile(`^/[A-Za-z0-9_./+-]+( [A-Za-z0-9_./:=,+@%-]+)*$`)

func (s Script) withDefaults() Script {
	s.Interval = cmp.Or(s.Interval, 2*time.Second)
	s.Timeout = cmp.Or(s.Timeout, 2*time.Second)
	s.Fall = cmp.Or(s.Fall, 2)
	s.Rise = cmp.Or(s.Rise, 2)
	return s
}

// check reports what keepalived would refuse, or understand in another way.
func (s Script) check(fault func(wrong bool, format string, args ...any)) {
	fault(!word.MatchString(s.Name), "script %q: a name is one word of letters, digits, '_', '-' and '.'", s.Name)
	fault(!scriptCommand.MatchString(s.Command), "script %s: command %q is not an absolute path, with arguments that need no quotes", s.Name, s.Command)
	for _, d := range []struct {
		what  string
		value time.Duration
	}{{"interval", s.Interval}, {"timeout", s.Timeout}} {
		fault(d.value < time.Second || d.value%time.Second != 0, "script %s: %s of %v, want whole seconds", s.Name, d.what, d.value)
	}
	fault(s.Fall < 1 || s.Rise < 1, "script %s: fall %d and rise %d, want at least 1", s.Name, s.Fall, s.Rise)
	fault(s.Weight < -253 || s.Weight > 0, "script %s: weight %d, want -253 to 0", s.Name, s.Weight)
}
