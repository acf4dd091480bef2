//go:build lab

package vrrp_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/vm/labtest"
)

// pairOf is the machines of examples/vrrp.yaml, with a name and a port of their
// own.
type pairOf struct{ *labtest.Lab }

// holders returns the nodes that hold the VIP.
func (l pairOf) holders(t *testing.T) (names string) {
	t.Helper()
	for _, node := range []string{"lb1", "lb2"} {
		if strings.Contains(l.On(t, node, "ip -o addr show"), " 192.168.1.100/24 ") {
			names += node
		}
	}
	return names
}

// held waits until exactly these nodes hold the VIP.
func (l pairOf) held(t *testing.T, when, nodes string) {
	t.Helper()
	began := time.Now()
	for l.holders(t) != nodes {
		if time.Since(began) > 20*time.Second {
			t.Fatalf("%s: %q hold the VIP, want %s", when, l.holders(t), nodes)
		}
	}
	t.Logf("%s: %s holds the VIP after %v", when, nodes, time.Since(began).Round(time.Millisecond))
}

// moves waits until exactly the node holds the VIP, which then leads to a
// server.
func (l pairOf) moves(t *testing.T, when, node string) {
	t.Helper()
	l.held(t, when, node)
	const greeting = `for i in 1 2 3 4 5 6 7; do
	timeout 2 bash -c 'exec 3<>/dev/tcp/192.168.1.100/6443 && read -r said <&3 && echo "$said"' 2>&1 && break
	ip neigh show to 192.168.1.100 >&2
done`
	if said := l.On(t, "busybox", greeting); said != "hello\n" {
		t.Errorf("%s: behind the VIP there is %q", when, said)
	}
}

// says runs the command, which must exit so and say this.
func (l pairOf) says(t *testing.T, code int, want string, args ...string) string {
	t.Helper()
	out, errs, got := l.Run(t, args...)
	if out += errs; got != code || !strings.Contains(out, want) {
		t.Errorf("%s: exit %d, want %d and %q:\n%s", strings.Join(args, " "), got, code, want, out)
	}
	return out
}

// program is the script that starts a unit with a program of perl.
func program(unit, perl string, args ...string) string {
	return "cat >/root/" + unit + ".pl <<'END' && systemd-run -q --unit=" + unit + " perl /root/" + unit + ".pl " + strings.Join(args, " ") + "\n" + perl + "\nEND\n"
}

// serve has a unit of the bastion stand for an API server, which greets: so it is
// seen that a connection goes all the way.
func serve(unit, port string) string {
	return program(unit, `use IO::Socket::INET;
my $s = IO::Socket::INET->new(LocalPort => $ARGV[0], Listen => 100, ReuseAddr => 1) or die $!;
while (my $c = $s->accept) { print $c "hello\n"; close $c }`, port)
}

// One pair of machines goes through all that can befall it.
func TestLabVRRP(t *testing.T) {
	l := pairOf{labtest.New(t, "../../examples/vrrp.yaml", "vrrptest", "22881",
		"192.168.1.1:6443", "192.168.1.30:6001", "192.168.1.3:6443", "192.168.1.30:6003", "192.168.1.5:6443", "192.168.1.30:6001",
		"{backends: none}", "{backends: all}")}
	l.On(t, "busybox", serve("api1", "6001")+serve("api3", "6003"))
	for _, part := range []struct {
		name string
		test func(*testing.T, pairOf)
	}{
		{"Refused", refused}, {"Moves", moves}, {"Split", split}, {"Verified", verified}, {"FailsOver", failsOver},
	} {
		if !t.Run(part.name, func(t *testing.T) { part.test(t, l) }) {
			break // the next one builds on it
		}
	}
}

// moves sets the pair up, and has the VIP move.
func moves(t *testing.T, l pairOf) {
	l.Apply(t, "vrrp")
	l.moves(t, "applied", "lb1")
	events, _ := l.Events(t, "vrrp")
	if c := labtest.Total(events); c.Changed != 0 || c.Failed != 0 || c.Trips > 3 {
		t.Errorf("the second run has changed %d and failed %d, in %d trips", c.Changed, c.Failed, c.Trips)
	}
	l.On(t, "lb1", "systemctl stop keepalived")
	l.moves(t, "keepalived stopped on lb1", "lb2")
	l.Apply(t, "vrrp") // which starts it
	l.moves(t, "applied again", "lb1")
	l.Apply(t, "vrrp", "-e", "vrrp.router.router_id=52")
	l.moves(t, "another router id", "lb1")
	if health := l.On(t, "lb2", "/usr/local/sbin/vrrp-health"); !strings.Contains(health, "another node holds 192.168.1.100") {
		t.Error(health)
	}
	l.Apply(t, "vrrp")
}
