package failover

import (
	"net"
	"net/netip"

	"github.com/hrun-dev/hrun/recipes/haproxy"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/tasks/outage"
)

// Request is what a client asks of a proxy at an address: its page with statistics,
// or a connection where it has none there. The proxy has its defaults.
func Request(address netip.Addr, p haproxy.Proxy) outage.Request {
	at := func(bind string) string {
		_, port, _ := net.SplitHostPort(bind) // which the role of the proxy has checked
		return net.JoinHostPort(address.String(), port)
	}
	if _, served := health.Served(address, p.Stats.Bind); p.NoStats || !served {
		return outage.Request{Address: at(p.Bind)}
	}
	return outage.Request{
		URL:  "http://" + at(p.Stats.Bind) + p.Stats.Path,
		User: p.Stats.User, Password: p.Stats.Password, WellKnown: p.Stats.WellKnown(),
	}
}
