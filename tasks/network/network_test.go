package network_test

import (
	"net/netip"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/network"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// link makes a pair of interfaces with an address of either family. The ip(8)
// of busybox cannot make one.
const link sh.Script = `/usr/sbin/ip link add v0 type veth peer name v1 && ip link set v0 up && ip link set v1 up &&
ip addr add 192.168.4.2/27 dev v0 && /usr/sbin/ip addr add fd00::2/64 dev v0 nodad`

func only(task tasks.Task) func(string) tasks.Task { return func(string) tasks.Task { return task } }

// In the words of ip(8), the kernel is as it was to begin with.
func TestAddressConforms(t *testing.T) {
	on := func(prefix string) network.Address {
		return network.Address{Device: "v0", Prefix: netip.MustParsePrefix(prefix)}
	}
	absent := func(prefix string) network.Address {
		a := on(prefix)
		a.Absent = true
		return a
	}
	elsewhere := on("10.0.0.1/32")
	elsewhere.Device = "v9"
	gone := absent("10.0.0.1/32")
	gone.Device = "v9"
	taskstest.Conform(t,
		taskstest.Case{Name: "new", Task: only(on("192.168.4.20/27")), Network: true, Prepare: link},
		taskstest.Case{Name: "host", Task: only(on("10.0.0.1/32")), Network: true, Prepare: link},
		taskstest.Case{Name: "six", Task: only(on("fd00::20/64")), Network: true, Prepare: link},
		taskstest.Case{Name: "in sync", Task: only(on("192.168.4.2/27")), Network: true, Prepare: link, InSync: true},
		taskstest.Case{Name: "six in sync", Task: only(on("fd00::2/64")), Network: true, Prepare: link, InSync: true},
		taskstest.Case{Name: "other length", Task: only(on("192.168.4.2/24")), Network: true, Prepare: link},
		taskstest.Case{Name: "six other length", Task: only(on("fd00::2/48")), Network: true, Prepare: link},
		taskstest.Case{Name: "two lengths", Task: only(on("192.168.4.2/24")), Network: true, Prepare: link + ` && ip addr add 192.168.4.2/24 dev v0`},
		taskstest.Case{Name: "peer", Task: only(on("10.0.0.1/32")), Network: true, Refused: "has a peer",
			Prepare: link + ` && /usr/sbin/ip addr add 10.0.0.1 peer 10.0.0.2 dev v0`},
		taskstest.Case{Name: "no interface", Task: only(elsewhere), Network: true, Refused: "there is no interface v9"},
		taskstest.Case{Name: "absent", Task: only(absent("192.168.4.2/24")), Network: true, Prepare: link},
		taskstest.Case{Name: "absent six", Task: only(absent("fd00::2/64")), Network: true, Prepare: link},
		taskstest.Case{Name: "absent in sync", Task: only(absent("192.168.4.3/27")), Network: true, Prepare: link, InSync: true},
		taskstest.Case{Name: "no interface, no address", Task: only(gone), Network: true, InSync: true},
	)
}

func TestRouteConforms(t *testing.T) {
	to := func(prefix, via string) network.Route {
		r := network.Route{To: netip.MustParsePrefix(prefix)}
		if via != "" {
			r.Via = netip.MustParseAddr(via)
		}
		return r
	}
	with := func(r network.Route, change func(*network.Route)) network.Route {
		change(&r)
		return r
	}
	lab := to("10.9.0.0/16", "192.168.4.1")
	six := to("fd01::/64", "fd00::1")
	metric := with(lab, func(r *network.Route) { r.Metric, r.Device = 50, "v0" })
	table := with(lab, func(r *network.Route) { r.Table = 100 })
	direct := with(to("10.9.0.0/16", ""), func(r *network.Route) { r.Device = "v0" })
	gone := network.Route{To: lab.To, Absent: true}
	const multipath = ` && /usr/sbin/ip route add 10.9.0.0/16 nexthop via 192.168.4.1 nexthop via 192.168.4.3`
	taskstest.Conform(t,
		taskstest.Case{Name: "new", Task: only(lab), Network: true, Prepare: link},
		taskstest.Case{Name: "default", Task: only(to("0.0.0.0/0", "192.168.4.1")), Network: true, Prepare: link},
		taskstest.Case{Name: "six", Task: only(six), Network: true, Prepare: link},
		taskstest.Case{Name: "direct", Task: only(direct), Network: true, Prepare: link},
		taskstest.Case{Name: "empty table", Task: only(table), Network: true, Prepare: link},
		taskstest.Case{Name: "other gateway", Task: only(lab), Network: true, Prepare: link + ` && ip route add 10.9.0.0/16 via 192.168.4.3`},
		taskstest.Case{Name: "six other gateway", Task: only(six), Network: true, Prepare: link + ` && ip -6 route add fd01::/64 via fd00::3`},
		taskstest.Case{Name: "other metric", Task: only(metric), Network: true, Prepare: link + ` && ip route add 10.9.0.0/16 via 192.168.4.3`},
		taskstest.Case{Name: "blackhole", Task: only(lab), Network: true, Prepare: link + ` && ip route add blackhole 10.9.0.0/16`},
		taskstest.Case{Name: "two gateways", Task: only(lab), Network: true, Prepare: link + multipath},
		taskstest.Case{Name: "appended", Task: only(lab), Network: true,
			Prepare: link + ` && ip route add 10.9.0.0/16 via 192.168.4.1 && /usr/sbin/ip route append 10.9.0.0/16 via 192.168.4.3`},
		taskstest.Case{Name: "six two gateways", Task: only(six), Network: true,
			Prepare: link + ` && ip -6 route add fd01::/64 via fd00::1 && /usr/sbin/ip -6 route append fd01::/64 via fd00::3`},
		taskstest.Case{Name: "six unreachable", Task: only(six), Network: true, Prepare: link + ` && /usr/sbin/ip -6 route add unreachable fd01::/64`},
		taskstest.Case{Name: "six mixed", Task: only(six), Network: true,
			Prepare: link + ` && ip -6 route add fd01::/64 dev v0 && /usr/sbin/ip -6 route append fd01::/64 via fd00::3`},
		taskstest.Case{Name: "in sync", Task: only(metric), Network: true, InSync: true,
			Prepare: link + ` && ip route add 10.9.0.0/16 via 192.168.4.1 metric 50 && ip route add 10.9.0.0/16 via 192.168.4.3`},
		taskstest.Case{Name: "six in sync", Task: only(six), Network: true, InSync: true, Prepare: link + ` && ip -6 route add fd01::/64 via fd00::1`},
		taskstest.Case{Name: "six that ends", Task: only(six), Network: true, InSync: true,
			Prepare: link + ` && /usr/sbin/ip -6 route add fd01::/64 via fd00::1 expires 900`},
		taskstest.Case{Name: "absent", Task: only(gone), Network: true, Prepare: link + ` && ip route add 10.9.0.0/16 via 192.168.4.3 &&
ip route add 10.9.0.0/16 via 192.168.4.1 metric 50`},
		taskstest.Case{Name: "absent blackhole", Task: only(gone), Network: true, Prepare: link + ` && ip route add blackhole 10.9.0.0/16`},
		taskstest.Case{Name: "absent multipath", Task: only(gone), Network: true, Prepare: link + multipath},
		taskstest.Case{Name: "absent in table", Task: only(with(table, func(r *network.Route) { r.Absent = true })), Network: true,
			Prepare: link + ` && ip route add 10.9.0.0/16 via 192.168.4.1 table 100`},
		taskstest.Case{Name: "absent six", Task: only(with(six, func(r *network.Route) { r.Absent = true })), Network: true,
			Prepare: link + ` && ip -6 route add fd01::/64 via fd00::1`},
		taskstest.Case{Name: "only another", Task: only(with(lab, func(r *network.Route) { r.Absent = true })), Network: true, InSync: true,
			Prepare: link + ` && ip route add 10.9.0.0/16 via 192.168.4.3`},
	)
}

// Routes that are not to be there have names of their own.
func TestAbsentRoutesAreTold(t *testing.T) {
	to, via := netip.MustParsePrefix("0.0.0.0/0"), netip.MustParseAddr("192.0.2.1")
	names := map[string]bool{}
	for _, r := range []network.Route{
		{To: to, Via: via},
		{To: to, Absent: true},
		{To: to, Via: via, Absent: true},
		{To: to, Via: via.Next(), Absent: true},
		{To: to, Device: "eth0", Absent: true},
		{To: to, Via: via, Device: "eth0", Metric: 7, Absent: true},
	} {
		names[r.String()] = true
	}
	if !names["route to 0.0.0.0/0 via 192.0.2.1 on eth0 with metric 7"] || len(names) != 5 {
		t.Errorf("got %v", names)
	}
}
