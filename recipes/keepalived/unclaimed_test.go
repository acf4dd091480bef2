package keepalived_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/keepalived"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func unclaimed(peers ...string) keepalived.Unclaimed {
	u := keepalived.Unclaimed{Address: netip.MustParseAddr("192.0.2.100"), Interface: "eno1"}
	for _, p := range peers {
		u.Peers = append(u.Peers, netip.MustParseAddr(p))
	}
	return u
}

func TestUnclaimedValidate(t *testing.T) {
	for _, u := range []keepalived.Unclaimed{unclaimed("2001:db8::1"), {Interface: "eno1"}, {Address: netip.MustParseAddr("192.0.2.1"), Interface: "a b"}} {
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
	const stopped, running = "exit 3", "exit 0"
	on := func(systemctl, here, there string) func(testing.TB, string) *taskstest.Host {
		return func(t testing.TB, kind string) *taskstest.Host {
			if kind == "busybox" {
				kind = "ash" // hosts of keepalived have bash and ip(8)
			}
			_, ns := segment(t, 2)
			ns[0].run(here)
			ns[1].run(there)
			return ns[0].host(kind, map[string]string{"systemctl": systemctl})
		}
	}
	task := func(peers ...string) func(string) tasks.Task {
		return func(string) tasks.Task { return unclaimed(peers...) }
	}
	const claim = "ip addr add 192.0.2.100/24 dev eno1"
	configured := func(address string) string {
		return "mount -t tmpfs none /etc/keepalived && printf '  virtual_ipaddress {\n    " + address + "\n  }\n' >/etc/keepalived/keepalived.conf"
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "free", Host: on(stopped, "", ""), Task: task("192.0.2.2"), InSync: true},
		taskstest.Case{Name: "a peer's", Host: on(stopped, "", claim), Task: task("192.0.2.2"), InSync: true},
		taskstest.Case{Name: "a stranger's", Host: on(stopped, "", claim), Task: task("192.0.2.3"), Refused: "another machine answers for 192.0.2.100"},
		taskstest.Case{Name: "left here", Host: on(stopped, claim, ""), Task: task("192.0.2.2"), InSync: true},
		taskstest.Case{Name: "VRRP decides", Host: on(running, configured("192.0.2.100/24"), claim), Task: task(), InSync: true},
		taskstest.Case{Name: "VRRP decides of another address", Host: on(running, configured("192.0.2.10/24"), claim), Task: task(),
			Refused: "another machine answers for 192.0.2.100"},
		taskstest.Case{Name: "configuration is gone", Host: on(running, "mount -t tmpfs none /etc/keepalived", claim), Task: task("192.0.2.2"), InSync: true},
	)
}

// What cannot be seen is not taken for free.
func TestUnclaimedCouldNotLook(t *testing.T) {
	_, ns := segment(t, 1)
	for name, commands := range map[string]map[string]string{
		"systemctl": {"systemctl": "exit 1"},
		"ip addr":   {"systemctl": "exit 3", "ip": "exit 1"},
		"ip neigh":  {"systemctl": "exit 3", "ip": `case $* in *neigh*) exit 1 ;; *route*) echo '192.0.2.100 dev eno1 src 192.0.2.1' ;; esac`},
	} {
		if r := ns[0].host("dash", commands).Run(unclaimed().Probe()); r.Status == 0 {
			t.Errorf("%s fails, and the probe prints %q", name, r.Stdout)
		}
	}
}

// Nobody can answer on an interface on which nobody is asked.
func TestUnclaimedAsksOnTheInterface(t *testing.T) {
	for name, setup := range map[string]string{
		"192.0.2.100 is not reached on eno1": "ip link add eno2 type veth peer name v2 && ip link set eno2 up && ip link set v2 up && ip route add 192.0.2.100 dev eno2",
		"unreachable":                        "ip link set eno1 down",
	} {
		_, ns := segment(t, 1)
		ns[0].run(setup)
		r := ns[0].host("dash", map[string]string{"systemctl": "exit 3"}).Run(unclaimed().Probe())
		if r.Status == 0 || !strings.Contains(r.Stderr, name) {
			t.Errorf("status %d, printed %q, said %q, want %q", r.Status, r.Stdout, r.Stderr, name)
		}
	}
}
