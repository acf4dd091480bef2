package facts

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Route is a default route.
type Route struct {
	Gateway   netip.Addr `json:"gateway"` // invalid if the link leads there without one
	Interface string     `json:"interface"`
	Source    netip.Addr `json:"source"` // preferred address of the host; invalid if the route does not say
	Metric    int        `json:"metric"` // lower wins
	IPv6      bool       `json:"ipv6"`
}

// DefaultRoutes are the routes of the main table by which a host reaches
// everything that it has no other route for: those of IPv4 first, the one that
// wins before the others. It needs ip, of iproute2 or of busybox.
func DefaultRoutes() Fact[[]Route] {
	return Fact[[]Route]{Name: "default_routes", Probe: ip("ip -4 route && echo 6 && ip -6 route"), Parse: parseRoutes}
}

func parseRoutes(printed string) ([]Route, error) {
	var all []Route
	ipv6, seen := false, false
	for line := range strings.Lines(printed) {
		f := strings.Fields(line)
		if len(f) == 1 && f[0] == "6" {
			ipv6, seen = true, true
		}
		if len(f) == 0 || f[0] != "default" {
			continue
		}
		r := Route{IPv6: ipv6}
		for i := 1; i+1 < len(f); i++ {
			var err error
			switch f[i] {
			case "via":
				if f[i+1] == "inet6" && i+2 < len(f) { // an IPv4 route over IPv6
					i++
				}
				r.Gateway, err = netip.ParseAddr(f[i+1])
			case "dev":
				r.Interface = f[i+1]
			case "src":
				r.Source, err = netip.ParseAddr(f[i+1])
			case "metric":
				r.Metric, err = strconv.Atoi(f[i+1])
			}
			if err != nil {
				return nil, fmt.Errorf("ip printed %q: %w", strings.TrimSpace(line), err)
			}
		}
		all = append(all, r)
	}
	if !seen {
		return nil, fmt.Errorf("ip printed %q", printed)
	}
	slices.SortStableFunc(all, func(a, b Route) int {
		switch {
		case a.IPv6 && !b.IPv6:
			return 1
		case b.IPv6 && !a.IPv6:
			return -1
		}
		return cmp.Compare(a.Metric, b.Metric)
	})
	return all, nil
}
