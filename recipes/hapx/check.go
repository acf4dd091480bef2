package hapx

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"time"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/recipes/preflight"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// The agents that can run haproxy: the one that the role haproxy installs, and
// systemd. The role could not reload what another one runs.
const (
	ownAgent     = "ocf:heartbeat:haproxy"
	systemdAgent = "systemd:haproxy"
)

var hostName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`)

// WithDefaults returns the recipe with every field that is zero at its default.
func (r Recipe) WithDefaults() Recipe {
	r.Cluster = cmp.Or(r.Cluster, "haproxy-cluster")
	if !r.VIP.IsValid() {
		r.VIP = netip.MustParsePrefix("192.168.4.20/27")
	}
	r.NIC = cmp.Or(r.NIC, "enp0s3.41")
	r.Corosync = r.Corosync.WithDefaults()
	r.Proxy = r.Proxy.WithDefaults()
	r.Pacemaker = r.Pacemaker.WithDefaults()
	r.Clock = cmp.Or(r.Clock, preflight.ClockWithin)
	r.Device = r.Device.WithDefaults(r.Corosync.Token)
	r.Verify = r.Verify.WithDefaults()
	r.Failover = r.Failover.WithDefaults()
	r.Upgrade = r.Upgrade.WithDefaults()
	if r.Packages == nil {
		r.Packages = []string{"curl"}
	}
	return r
}

// check reports what can be known to be wrong without asking the nodes.
func (r Recipe) check(inv *inventory.Inventory, nodes []inventory.Host) error {
	var faults *multierror.Error
	fault := func(wrong bool, format string, args ...any) {
		if wrong {
			faults = multierror.Append(faults, fmt.Errorf(format, args...))
		}
	}
	fault(len(nodes) < 2, "a cluster needs two nodes at least, the group hapx has %d", len(nodes))
	for _, name := range r.Removed {
		fault(!hostName.MatchString(name), "removed: %q is not the name of a host", name)
	}
	for _, n := range nodes {
		if !n.Address.IsValid() {
			fault(true, "host %s has no hrun_address, at which its peers reach it", n.Name)
			continue
		}
		// The one may be longer: a VIP of /32 leaves no route when it goes.
		inside := n.Address.Contains(r.VIP.Addr()) && n.Address.Bits() <= r.VIP.Bits()
		fault(!inside, "the VIP %v is not in the network of host %s, %v", r.VIP, n.Name, n.Address)
		fault(r.VIP.Addr() == n.Address.Addr(), "the VIP %v is the address of host %s", r.VIP, n.Name)
	}
	if vip := r.VIP.Addr(); vip.Is6() {
		_, here := health.Served(vip, r.Proxy.Bind)
		_, four := health.Served(netip.IPv4Unspecified(), r.Proxy.Bind)
		fault(four && !here, "the VIP %v is of IPv6, and haproxy at %s listens on addresses of IPv4 alone: give proxy: {bind: \"[::]:6443\"}", vip, r.Proxy.Bind)
	}
	for _, name := range slices.Sorted(maps.Keys(r.NodeIDs)) {
		host, known := inv.Host(name)
		fault(!known || !slices.Contains(host.Groups, group), "node_ids: there is no host %s in the group hapx", name)
	}
	if err := r.checkArbiter(inv, nodes); err != nil {
		fault(true, "arbiter: %w", err)
	}
	fault(r.Clock > 0 && r.Clock%time.Second != 0, "clock: %v is not whole seconds", r.Clock)
	agent := r.Pacemaker.Proxy.Agent
	fault(agent != ownAgent && agent != systemdAgent, "the agent %q cannot be used, want %s or %s", agent, ownAgent, systemdAgent)
	return faults.ErrorOrNil()
}

func authkey(s recipes.Secrets) (sh.Secret, error) {
	if s == nil {
		return sh.Secret{}, errors.New("auth_key is not given, and there is no place to keep one that is made")
	}
	return s.Secret("corosync-authkey", keySize)
}
