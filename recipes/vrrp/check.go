package vrrp

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/haproxy"
	"github.com/hrun-dev/hrun/recipes/preflight"
)

// WithDefaults returns the recipe with every field that is zero at its default,
// but for those of the proxy that follow from others.
func (r Recipe) WithDefaults() Recipe {
	if !r.VIP.IsValid() {
		r.VIP = netip.MustParsePrefix("192.168.1.100/24")
	}
	r.NIC = cmp.Or(r.NIC, "eno1")
	r.Port = cmp.Or(r.Port, 6443)
	if r.Packages == nil {
		r.Packages = []string{"curl"}
	}
	r.Router = r.Router.WithDefaults()
	r.Proxy = r.proxy()
	r.Clock = cmp.Or(r.Clock, preflight.ClockWithin)
	r.Health = r.Health.withDefaults()
	r.Kubeadm = r.Kubeadm.withDefaults()
	r.Verify = r.Verify.WithDefaults()
	r.Failover = r.Failover.WithDefaults()
	return r
}

// proxy returns haproxy's parameters with the defaults of this recipe.
func (r Recipe) proxy() haproxy.Proxy {
	p := r.Proxy
	if p.Servers == nil {
		p.Servers = []haproxy.Server{
			{Name: "pc1", Address: "192.168.1.1:6443"},
			{Name: "pc3", Address: "192.168.1.3:6443"},
			{Name: "pc5", Address: "192.168.1.5:6443"},
		}
	}
	p.Frontend = cmp.Or(p.Frontend, "k8s-api")
	p.Backend = cmp.Or(p.Backend, "k8s-masters")
	p.Mode = cmp.Or(p.Mode, "tcp")
	p.MaxConnections = cmp.Or(p.MaxConnections, 2000)
	p.ConnectTimeout = cmp.Or(p.ConnectTimeout, 5*time.Second)
	p.ClientTimeout = cmp.Or(p.ClientTimeout, 30*time.Second)
	p.ServerTimeout = cmp.Or(p.ServerTimeout, 30*time.Second)
	p.CheckTimeout = cmp.Or(p.CheckTimeout, 5*time.Second)
	said := p
	p = p.WithDefaults()
	p.Bind, p.Stats.Bind, p.Stats.Password, p.Nameservers = said.Bind, said.Stats.Bind, said.Stats.Password, said.Nameservers
	return p
}

// statsPort is that of the page with statistics, as the proxy's own default.
const statsPort = "32700"

// Settled returns the recipe with its defaults, and with what follows from
// them: it must not be said before all parameters are known.
func (r Recipe) Settled() Recipe {
	r = r.WithDefaults()
	p := &r.Proxy
	every := "*" // of IPv4 alone, for haproxy
	if r.VIP.Addr().Is6() {
		every = "::"
	}
	p.Bind = cmp.Or(p.Bind, net.JoinHostPort(every, strconv.Itoa(r.Port)))
	p.Stats.Bind = cmp.Or(p.Stats.Bind, net.JoinHostPort(every, statsPort))
	p.NoResolvers = p.NoResolvers || len(p.Nameservers) == 0
	p.NoStats = p.NoStats || p.Stats.Password.IsZero()
	p.Backup = true
	return r
}

// bindsAll reports whether haproxy listens on every address of a node.
func (r Recipe) bindsAll() bool {
	host, _, err := net.SplitHostPort(r.Proxy.Bind)
	return err == nil && slices.Contains([]string{"", "*", "0.0.0.0", "::"}, host)
}

// bindsVIP reports whether haproxy listens on the VIP alone.
func (r Recipe) bindsVIP() bool {
	host, _, err := net.SplitHostPort(r.Proxy.Bind)
	return err == nil && host == r.VIP.Addr().String()
}

// nonlocal is the kernel's parameter that allows it.
func (r Recipe) nonlocal() string {
	if r.VIP.Addr().Is6() {
		return "net.ipv6.ip_nonlocal_bind"
	}
	return "net.ipv4.ip_nonlocal_bind"
}

var domain = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$`)

// check reports what can be known to be wrong without asking the nodes.
func (r Recipe) check(nodes []inventory.Host) error {
	var faults *multierror.Error
	fault := func(wrong bool, format string, args ...any) {
		if wrong {
			faults = multierror.Append(faults, fmt.Errorf(format, args...))
		}
	}
	fault(len(nodes) < 2, "it takes two nodes at least, the group vrrp has %d", len(nodes))
	fault(r.Port < 1 || r.Port > 65535, "port %d, want 1 to 65535", r.Port)
	fault(!strings.HasSuffix(r.Proxy.Bind, ":"+strconv.Itoa(r.Port)), "haproxy is bound to %s, but clients connect to port %d", r.Proxy.Bind, r.Port)
	fault(r.Domain != "" && !domain.MatchString(r.Domain), "domain %q is none", r.Domain)
	fault(!r.VIP.Addr().IsValid() || r.VIP.Masked().Addr() == r.VIP.Addr() && !r.VIP.IsSingleIP(), "the VIP %v is the address of a network", r.VIP)
	gateway := r.Gateway.IsValid()
	fault(gateway && r.Gateway == r.VIP.Addr(), "the gateway %v is the VIP", r.Gateway)
	fault(gateway && (r.Gateway.IsUnspecified() || r.Gateway.IsMulticast() || r.Gateway.IsLoopback() || r.Gateway.Zone() != ""), "the gateway %v is not an address that tells whether a node is cut off", r.Gateway)
	for _, n := range nodes {
		fault(gateway && r.Gateway == n.Address.Addr(), "the gateway %v is the node %s itself, without which the others would give the VIP up", r.Gateway, n.Name)
		if !n.Address.IsValid() {
			fault(true, "host %s has no hrun_address, at which its peers reach it", n.Name)
			continue
		}
		fault(!n.Address.Contains(r.VIP.Addr()), "the VIP %v is not in the network of host %s, %v", r.VIP.Addr(), n.Name, n.Address.Masked())
		fault(r.VIP.Addr() == n.Address.Addr(), "the VIP %v is the address of host %s", r.VIP.Addr(), n.Name)
		fault(r.VIP.Addr() == broadcast(n.Address), "the VIP %v is the broadcast address of the network of host %s, %v", r.VIP.Addr(), n.Name, n.Address.Masked())
		for _, s := range r.Proxy.Servers {
			host, port, err := net.SplitHostPort(s.Address)
			fault(err == nil && host == n.Address.Addr().String() && port == strconv.Itoa(r.Port) && r.bindsAll(),
				"host %s is the API server %s itself, which has port %d already: haproxy needs another one, as port: 8443", n.Name, s.Name, r.Port)
		}
	}
	for _, s := range r.Proxy.Servers {
		host, _, err := net.SplitHostPort(s.Address)
		fault(err == nil && host == r.VIP.Addr().String(), "the server %s is at the VIP itself", s.Name)
	}
	fault(r.Kubeadm.Path != none && (!path.IsAbs(r.Kubeadm.Path) || path.Clean(r.Kubeadm.Path) != r.Kubeadm.Path), "kubeadm: %q is not an absolute path in its shortest form", r.Kubeadm.Path)
	fault(!kubeadmVersion.MatchString(r.Kubeadm.Version), "kubeadm: version %q, want v1beta3 or v1beta4", r.Kubeadm.Version)
	fault(r.Health.Every < time.Second, "health: every %v is less than 1s", r.Health.Every)
	return faults.ErrorOrNil()
}

// broadcast returns the last address of an IPv4 network that has one, or the
// zero address.
func broadcast(network netip.Prefix) netip.Addr {
	if !network.Addr().Is4() || network.Bits() > 30 {
		return netip.Addr{}
	}
	last := network.Masked().Addr().As4()
	for bit := network.Bits(); bit < 32; bit++ {
		last[bit/8] |= 1 << (7 - bit%8)
	}
	return netip.AddrFrom4(last)
}
