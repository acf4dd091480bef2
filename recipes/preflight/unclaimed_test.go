package preflight_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/internal/segmenttest"
	"github.com/hrun-dev/hrun/recipes/preflight"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func unclaimed(peers ...string) preflight.Unclaimed {
	u := preflight.Unclaimed{Address: netip.MustParseAddr("192.0.2.100"), Interface: "eno1"}
	for _, p := range peers {
		u.Peers = append(u.Peers, netip.MustParseAddr(p))
	}
	return u
}

func TestUnclaimedValidate(t *testing.T) {
	for _, u := range []preflight.Unclaimed{unclaimed("2001:db8::1"), {Interface: "eno1"}, {Address: netip.MustParseAddr("192.0.2.1"), Interface: "a b"}} {
		if u.Validate() == nil {
			t.Errorf("%+v is accepted", u)
		}
	}
}

func TestUnclaimedGolden(t *testing.T) {
	taskstest.Golden(t, "unclaimed-probe", unclaimed("192.0.2.2", "192.0.2.3").Probe())
}

// The other machine is real, as far as the network can tell.
func TestUnclaimedConforms(t *testing.T) {
	t.Parallel()
	on := func(here, there string) func(testing.TB, string) *taskstest.Host {
		return func(t testing.TB, kind string) *taskstest.Host {
			if kind == "busybox" {
				kind = "ash" // hosts of keepalived have bash and ip(8)
			}
			_, ns := segmenttest.New(t, 2)
			ns[0].Run(here)
			ns[1].Run(there)
			return ns[0].Host(kind, nil)
		}
	}
	task := func(decided sh.Script, peers ...string) func(string) tasks.Task {
		u := unclaimed(peers...)
		u.Decided = decided
		return func(string) tasks.Task { return u }
	}
	gone := func(t testing.TB, kind string) *taskstest.Host {
		if kind == "busybox" {
			kind = "ash"
		}
		_, ns := segmenttest.New(t, 2)
		ns[1].Run("ip addr add 192.0.2.100/24 dev eno1")
		ns[0].Run(`bash -c 'echo >/dev/udp/192.0.2.100/9'; until ip neigh show to 192.0.2.100 | grep REACHABLE; do sleep 0.05; done`)
		ns[1].Run("ip addr del 192.0.2.100/24 dev eno1")
		return ns[0].Host(kind, nil)
	}
	const claim = "ip addr add 192.0.2.100/24 dev eno1"
	const stranger = "another machine answers for 192.0.2.100"
	taskstest.Conform(t,
		taskstest.Case{Name: "free", Host: on("", ""), Task: task("", "192.0.2.2"), InSync: true},
		taskstest.Case{Name: "a peer's", Host: on("", claim), Task: task("", "192.0.2.2"), InSync: true},
		taskstest.Case{Name: "a stranger's", Host: on("", claim), Task: task("", "192.0.2.3"), Refused: stranger},
		taskstest.Case{Name: "a stranger's until just now", Host: gone, Task: task(""), InSync: true},
		taskstest.Case{Name: "left here", Host: on(claim, ""), Task: task("", "192.0.2.2"), InSync: true},
		taskstest.Case{Name: "decided", Host: on("", claim), Task: task("true"), InSync: true},
		taskstest.Case{Name: "not decided", Host: on("", claim), Task: task("exit 1"), Refused: stranger},
		taskstest.Case{Name: "no such interface", Host: on("ip link set eno1 down; ip link set eno1 name eno2", claim), Task: task(""), InSync: true},
	)
}

// What cannot be seen is not taken for free.
func TestUnclaimedCouldNotLook(t *testing.T) {
	_, ns := segmenttest.New(t, 1)
	for name, commands := range map[string]map[string]string{
		"ip addr":  {"ip": "exit 1"},
		"ip neigh": {"ip": `case $* in *neigh*) exit 1 ;; *route*) echo '192.0.2.100 dev eno1 src 192.0.2.1' ;; esac`},
	} {
		if r := ns[0].Host("dash", commands).Run(unclaimed().Probe()); r.Status == 0 {
			t.Errorf("%s fails, and the probe prints %q", name, r.Stdout)
		}
	}
	u := unclaimed()
	u.Decided = "exit 3"
	if r := ns[0].Host("dash", nil).Run(u.Probe()); r.Status == 0 {
		t.Errorf("who decides cannot be seen, and the probe prints %q", r.Stdout)
	}
}

// Nobody can answer on an interface on which nobody is asked.
func TestUnclaimedAsksOnTheInterface(t *testing.T) {
	for name, setup := range map[string]string{
		"192.0.2.100 is not reached on eno1": "ip link add eno2 type veth peer name v2 && ip link set eno2 up && ip link set v2 up && ip route add 192.0.2.100 dev eno2",
		"unreachable":                        "ip link set eno1 down",
	} {
		_, ns := segmenttest.New(t, 1)
		ns[0].Run(setup)
		r := ns[0].Host("dash", nil).Run(unclaimed().Probe())
		if r.Status == 0 || !strings.Contains(r.Stderr, name) {
			t.Errorf("status %d, printed %q, said %q, want %q", r.Status, r.Stdout, r.Stderr, name)
		}
	}
}
