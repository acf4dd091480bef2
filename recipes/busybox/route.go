package busybox

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/network"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Route is a way into the lab: the network is reached by the gateway, as by
// "ip route add 192.168.4.0/27 via 192.168.4.57 dev vboxnet0". It is there until
// the machine boots.
type Route struct {
	To  netip.Prefix
	Via netip.Addr
	Dev string // default: the interface in whose network the gateway is
}

// routes has the routes be there, or not, on the operator's machine.
func (p Parameters) routes(play *recipes.Play, absent bool) {
	name := map[bool]string{false: "routes", true: "no routes"}[absent]
	play.Stage(name, []inventory.Host{recipes.Operator(play.Inventory)}, recipes.RoleFunc(func(h *recipes.Host) error {
		for _, r := range p.Routes {
			h.Do(way{network.Route{To: r.To, Via: r.Via, Device: r.Dev, Absent: absent}})
		}
		return nil
	}))
}

// way is a route of the operator's own machine. It differs from network.Route
// in that it leaves another route to the same network as it is and fails, as
// that is nobody's but the operator's, and in that it becomes root by sudo(8),
// where the machine is worked on as an ordinary user: only routes need that.
type way struct{ network.Route }

var (
	_ tasks.Task    = way{}
	_ tasks.Sampler = way{}
)

// String names also where the route leads, as two could lead to one network.
func (w way) String() string {
	if w.Absent {
		return w.Route.String()
	}
	return w.Route.String() + " via " + w.Via.String()
}

// Probe prints whether the kernel would take the gateway: "gateway connected",
// "gateway elsewhere", or "gateway none" if there is no such interface; and then
// what that of the route prints.
func (w way) Probe() sh.Script {
	if w.Absent {
		return w.Route.Probe()
	}
	family := sh.Script(map[bool]string{true: "-4", false: "-6"}[w.Via.Is4()])
	return "d=" + sh.Word(w.Device) + " v=" + sh.Word(w.Via.String()) + `
found=any
if [ -n "$d" ]; then
	found=none
	while IFS=': ' read -r n x; do
		if [ "$n" = "$d" ]; then found=$d; fi
	done </proc/net/dev || exit
fi
if [ "$found" = none ]; then
	echo gateway none
else
	l=$(ip ` + family + ` route show match "$v" ${d:+dev "$d"}) || exit
	printf '%s\n' "$l" | awk '!/ via / && !/^(blackhole|unreachable|prohibit|throw|nexthop) ?/ && NF > 1 { found = 1 }
END { print "gateway", found ? "connected" : "elsewhere" }' || exit
fi
` + w.Route.Probe()
}

// Plan is that of the route. What the kernel would refuse, and what is there in
// its place, is an error.
func (w way) Plan(got string) (tasks.Change, error) {
	if w.Absent {
		return asRoot(w.Route.Plan(got))
	}
	gateway, rest, _ := strings.Cut(got, "\n")
	change, err := w.Route.Plan(rest)
	if err != nil || change.Empty() {
		return change, err
	}
	if was := change.Steps[0].Was; was != "absent" {
		return tasks.Change{}, fmt.Errorf("there is another route to %s, %s, which was not made here: take it away if it is of no use, ip route del %s", w.To, was, w.To)
	}
	switch gateway {
	case "gateway connected":
		return asRoot(change, nil)
	case "gateway none":
		return tasks.Change{}, fmt.Errorf("there is no interface %s", w.Device)
	case "gateway elsewhere":
		where := "any interface"
		if w.Device != "" {
			where = w.Device
		}
		return tasks.Change{}, fmt.Errorf("the gateway %s is not in a network of %s: the kernel would refuse the route", w.Via, where)
	}
	return tasks.Change{}, fmt.Errorf("probe of the %s printed %q", w, gateway)
}

func asRoot(change tasks.Change, err error) (tasks.Change, error) {
	for i, s := range change.Steps {
		change.Steps[i].Do = "if [ \"$(id -u)\" = 0 ]; then " + s.Do + "; else " + sh.Cmd("sudo", "-n", "sh", "-c", string(s.Do)) + "; fi"
	}
	return change, err
}

// Sample is that of the route, where the kernel takes the gateway.
func (w way) Sample() (before, after string) {
	before, after = w.Route.Sample()
	if w.Absent {
		return before, after
	}
	return "gateway connected\n" + before, "gateway connected\n" + after
}
