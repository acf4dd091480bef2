package network

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Route wants the kernel to have a route now, or not to have it. A route to the
// same network, with the same metric, in the same table is replaced in one
// step; others stay.
type Route struct {
	To     netip.Prefix // the network, e.g. 192.168.4.0/27; 0.0.0.0/0 or ::/0 is the default route
	Via    netip.Addr   // the gateway, of the same family; the zero Addr means that the network is on the link
	Device string       // e.g. eth0; empty is possible with Via: the interface that reaches the gateway

	// Metric sets the route apart from others to the same network; the lowest
	// wins. 0 means none, which IPv6 counts as 1024.
	Metric uint32

	Table uint32 // routing table, see ip-rule(8); 0 means 254, the main one

	// Absent wants no such route to be there. Of Via, Device and Metric, what
	// is zero means whichever.
	Absent bool
}

var (
	_ tasks.Task    = Route{}
	_ tasks.Sampler = Route{}
)

// Validate reports what cannot be a route: a network with bits set behind its
// length, a gateway of the other family, or neither gateway nor interface.
func (r Route) Validate() error {
	var errs []error
	switch {
	case !r.To.IsValid():
		errs = append(errs, errors.New("the network is missing"))
	case r.To.Masked() != r.To:
		errs = append(errs, fmt.Errorf("%s is not a network, %s is", r.To, r.To.Masked()))
	case r.Via.IsValid() && (r.Via.Is4() != r.To.Addr().Is4() || r.Via.Zone() != "" || r.Via.Is4In6()):
		errs = append(errs, fmt.Errorf("gateway %s is not of the same family as %s", r.Via, r.To))
	}
	if r.Device != "" {
		errs = append(errs, checkDevice(r.Device))
	} else if !r.Absent && !r.Via.IsValid() {
		errs = append(errs, errors.New("a route needs a gateway or an interface"))
	}
	return errors.Join(errs...)
}

// String names what sets the route apart from others, and from others that are
// not to be there.
func (r Route) String() string {
	s := "route to " + r.To.String()
	if r.Absent && r.Via.IsValid() {
		s += " via " + r.Via.String()
	}
	if r.Absent && r.Device != "" {
		s += " on " + r.Device
	}
	if r.Metric != 0 {
		s += fmt.Sprintf(" with metric %d", r.Metric)
	}
	if r.table() != mainTable {
		s += fmt.Sprintf(" in table %d", r.Table)
	}
	return s
}

const mainTable = 254

func (r Route) table() uint32 {
	if r.Table == 0 {
		return mainTable
	}
	return r.Table
}

// metric returns the metric as the kernel shows it.
func (r Route) metric() uint32 {
	if r.Metric == 0 && !r.To.Addr().Is4() {
		return 1024
	}
	return r.Metric
}

// Plan compares gateway and interface. It returns a [ConnectedError] rather
// than take away the route to where the run has come from.
func (r Route) Plan(got string) (c tasks.Change, err error) {
	if err := r.Validate(); err != nil {
		return c, err
	}
	s, err := r.parse(got)
	if err != nil {
		return c, err
	}
	var was []string
	if r.Absent {
		var remove []sh.Script
		for _, h := range s.routes {
			if !h.matches(r) {
				continue
			}
			if r.To.Contains(s.peer) && h.via == s.back.via && h.device == s.back.device {
				return c, &ConnectedError{What: r.String(), Peer: s.peer}
			}
			was = append(was, h.String())
			remove = append(remove, r.remove(h))
		}
		c.Differ("route", shown(was), absent, sh.Lines(remove...))
		return c, nil
	}
	same := slices.DeleteFunc(s.routes, func(h hop) bool { return h.metric != r.metric() })
	for _, h := range same {
		was = append(was, h.String())
	}
	want := hop{kind: "unicast", via: r.Via, device: r.Device, metric: r.metric()}
	if len(same) != 1 || !r.fits(same[0]) {
		c.Differ("route", shown(was), want.String(), r.bring(same, want))
	}
	return c, nil
}

// fits reports whether a route with the wanted metric is as it is wanted.
func (r Route) fits(h hop) bool {
	return h.kind == "unicast" && h.via == r.Via && (r.Device == "" || h.device == r.Device)
}

// bring replaces what is there. There can be several routes of one metric, of
// which the kernel replaces one: the others have to go before, and all but the
// wanted one if that is among them.
func (r Route) bring(same []hop, want hop) sh.Script {
	var do []sh.Script
	keep := max(slices.IndexFunc(same, r.fits), 0)
	for i, h := range same {
		if i != keep {
			do = append(do, r.remove(h))
		}
	}
	if len(same) == 0 || !r.fits(same[keep]) {
		do = append(do, r.ip("replace", want))
	}
	return sh.Lines(do...)
}

func (r Route) remove(h hop) sh.Script { return r.ip("del", h) }

func (r Route) ip(verb string, h hop) sh.Script {
	argv := []string{family(r.To.Addr()), "route", verb}
	if h.kind != "unicast" && h.kind != multipath {
		argv = append(argv, h.kind)
	}
	argv = append(argv, r.To.String())
	if h.via.IsValid() {
		argv = append(argv, "via", h.via.String())
	}
	if h.device != "" && h.kind == "unicast" {
		argv = append(argv, "dev", h.device)
	}
	if h.metric != 0 {
		argv = append(argv, "metric", strconv.FormatUint(uint64(h.metric), 10))
	}
	return sh.Cmd("ip", append(argv, "table", strconv.FormatUint(uint64(r.table()), 10))...)
}

// Sample shows a host without the route, and with it.
func (r Route) Sample() (before, after string) {
	const none = "routes\n"
	if r.Absent {
		return none, none
	}
	h := hop{kind: "unicast", via: r.Via, device: r.Device, metric: r.metric()}
	return none, none + r.To.String() + " " + h.String() + "\n"
}
