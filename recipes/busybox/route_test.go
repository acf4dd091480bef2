package busybox

import (
	"net/netip"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/network"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// vboxnet is the interface of the documents.
const vboxnet sh.Script = `/usr/sbin/ip link add vboxnet0 type veth peer name far && ip link set vboxnet0 up && ip link set far up &&
ip addr add 192.168.4.62/27 dev vboxnet0`

func documented(change func(*network.Route)) way {
	w := way{network.Route{To: netip.MustParsePrefix("192.168.4.0/27"), Via: netip.MustParseAddr("192.168.4.57"), Device: "vboxnet0"}}
	if change != nil {
		change(&w.Route)
	}
	return w
}

// In the words of ip(8), the kernel is as it was to begin with.
func TestWayConforms(t *testing.T) {
	task := func(change func(*network.Route)) func(string) tasks.Task {
		return func(string) tasks.Task { return documented(change) }
	}
	anywhere := task(func(r *network.Route) { r.Device = "" })
	elsewhere := task(func(r *network.Route) { r.Via = netip.MustParseAddr("192.0.2.1") })
	six := task(func(r *network.Route) {
		r.To, r.Via = netip.MustParsePrefix("fd01::/64"), netip.MustParseAddr("fd00::1")
	})
	gone := task(func(r *network.Route) { r.Absent = true })
	const made = ` && ip route add 192.168.4.0/27 via 192.168.4.57 dev vboxnet0`
	taskstest.Conform(t,
		taskstest.Case{Name: "new", Task: task(nil), Network: true, Prepare: vboxnet},
		taskstest.Case{Name: "any interface", Task: anywhere, Network: true, Prepare: vboxnet},
		taskstest.Case{Name: "six", Task: six, Network: true, Prepare: vboxnet + ` && /usr/sbin/ip addr add fd00::2/64 dev vboxnet0 nodad`},
		taskstest.Case{Name: "in sync", Task: task(nil), Network: true, InSync: true, Prepare: vboxnet + made},
		taskstest.Case{Name: "any interface in sync", Task: anywhere, Network: true, InSync: true, Prepare: vboxnet + made},
		taskstest.Case{Name: "no interface", Task: task(nil), Network: true, Refused: "there is no interface vboxnet0"},
		taskstest.Case{Name: "gateway elsewhere", Task: elsewhere, Network: true, Prepare: vboxnet, Refused: "192.0.2.1 is not in a network of vboxnet0"},
		taskstest.Case{Name: "gateway behind a gateway", Task: elsewhere, Network: true, Refused: "192.0.2.1 is not in a network of vboxnet0",
			Prepare: vboxnet + ` && ip route add default via 192.168.4.33 dev vboxnet0`},
		taskstest.Case{Name: "gateway nowhere", Task: anywhere, Network: true, Refused: "192.168.4.57 is not in a network of any interface"},
		taskstest.Case{Name: "gateway of another interface", Task: task(func(r *network.Route) { r.Device = "far" }), Network: true, Prepare: vboxnet,
			Refused: "192.168.4.57 is not in a network of far"},
		taskstest.Case{Name: "of somebody else", Task: task(nil), Network: true, Refused: "another route to 192.168.4.0/27, via 192.168.4.33 dev vboxnet0",
			Prepare: vboxnet + ` && ip route add 192.168.4.0/27 via 192.168.4.33`},
		taskstest.Case{Name: "down", Task: gone, Network: true, Prepare: vboxnet + made},
		taskstest.Case{Name: "down again", Task: gone, Network: true, Prepare: vboxnet, InSync: true},
		taskstest.Case{Name: "down without interface", Task: gone, Network: true, InSync: true},
		taskstest.Case{Name: "down of somebody else", Task: gone, Network: true, InSync: true,
			Prepare: vboxnet + ` && ip route add 192.168.4.0/27 via 192.168.4.33 && ip route add 192.168.5.0/27 via 192.168.4.57`},
	)
}

// What is said to be refused is what the kernel refuses.
func TestKernelRefusesTheSame(t *testing.T) {
	for _, prepare := range []sh.Script{
		vboxnet, vboxnet + ` && ip route add default via 192.168.4.33 dev vboxnet0`,
		vboxnet + ` && ip link set vboxnet0 down`, vboxnet + ` && ip route add 192.0.2.0/24 dev far`,
	} {
		for _, via := range []string{"192.168.4.57", "192.0.2.1"} {
			for _, device := range []string{"", "vboxnet0", "far"} {
				h := taskstest.NewHost(t, "dash", nil)
				h.Isolate("-n")
				if err := h.Run(prepare).Err(); err != nil {
					t.Fatal(err)
				}
				w := documented(func(r *network.Route) { r.Via, r.Device = netip.MustParseAddr(via), device })
				_, err := w.Plan(h.Probe(w))
				argv := []string{"ip", "route", "add", w.To.String(), "via", via}
				if device != "" {
					argv = append(argv, "dev", device)
				}
				if r := h.Run(sh.Cmd(argv[0], argv[1:]...)); (r.Err() == nil) != (err == nil) {
					t.Errorf("%s: via %s dev %q: planned with %v, and the kernel says %v", prepare, via, device, err, r.Err())
				}
			}
		}
	}
}

// An ordinary user needs sudo to change routes, and not to look at them.
func TestWayAsOrdinaryUser(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{"id": "echo 1000", "sudo": `[ "$1" = -n ] && shift && touch "$ROOT/asked" && exec "$@"`})
	h.Isolate("-n")
	if err := h.Run(vboxnet).Err(); err != nil {
		t.Fatal(err)
	}
	change, err := h.Plan(documented(nil))
	if err != nil {
		t.Fatal(err)
	}
	if r := h.Run(`[ ! -e "$ROOT/asked" ] && ` + change.Script() + ` && [ -e "$ROOT/asked" ] && ip route`); r.Err() != nil || r.Stdout == "" {
		t.Errorf("%v: %s", r.Err(), r.Stdout)
	}
}

func TestWayPlans(t *testing.T) {
	down := documented(func(r *network.Route) { r.Absent = true })
	taskstest.Plans(t, map[string]tasks.Task{"way": documented(nil), "down": down})
	taskstest.Golden(t, "way-probe", documented(nil).Probe())
}
