//go:build lab

package vrrp_test

import (
	"strings"
	"testing"
	"time"
)

// stranger is another router with the same id, which is heard and never won
// over: what it sends has not come over one link, as it must (RFC 5798, 5.1.1.3).
// Its socket is told the interface by IP_MULTICAST_IF, 32.
const stranger = `use Socket;
socket(my $s, PF_INET, SOCK_RAW, 112) or die $!;
setsockopt($s, 0, 32, inet_aton("192.168.1.30")) or die $!;
while () {
	send $s, pack("CCCCCCnNN2", 0x21, 51, 200, 1, 1, 1, 0, 0xc0a80164, 0, 0), 0, sockaddr_in(0, inet_aton("224.0.0.18"));
	select undef, undef, undef, 0.3;
}`

// verified puts the pair out of order, in one way after another: each is found
// and named, and none where all is well.
func verified(t *testing.T, l pairOf) {
	const conf = "/etc/keepalived/keepalived.conf"
	l.well(t, "at first")
	for _, c := range []struct {
		name, on, fault, mend, want string
		holds                       string // after the fault; empty: lb1
	}{
		{"keepalived is stopped", "lb2", "systemctl stop keepalived", "systemctl start keepalived", "lb2: machines: keepalived takes part: keepalived does not run", ""},
		{"keepalived is disabled", "lb2", "systemctl disable -q keepalived", "systemctl enable -q keepalived", "lb2: nodes: unit keepalived", ""},
		{"the timer is stopped", "lb1", "systemctl stop vrrp-health.timer", "systemctl start vrrp-health.timer", "lb1: nodes: unit vrrp-health.timer", ""},
		{"keepalived hangs", "lb1", "pkill -STOP -x keepalived", "pkill -CONT -x keepalived", "keepalived has been stopped by a signal", "lb1lb2"},
		{"haproxy hangs", "lb1", "pkill -STOP -x haproxy", "pkill -CONT -x haproxy", "lb1: machines: haproxy answers: haproxy runs, and does not answer at /run/haproxy/admin.sock", ""},
		{"a password differs", "lb2", "sed -i.kept 's/auth_pass .*/auth_pass other/' " + conf + "; systemctl reload keepalived", "mv " + conf + ".kept " + conf + "; systemctl reload keepalived",
			"lb1 and lb2 hold 192.168.1.100, although they are not cut off from each other", "lb1lb2"},
		{"a priority was changed", "lb1", "sed -i.kept 's/priority 101/priority 103/' " + conf + "; systemctl reload keepalived; sleep 1; mv " + conf + ".kept " + conf, "systemctl reload keepalived",
			"lb1 advertises the priority 103, and is described with 101", ""},
		{"the address is elsewhere", "lb2", "ip addr add 192.168.1.100/32 dev lo", "ip addr del 192.168.1.100/32 dev lo", "lb2 has 192.168.1.100/32 on lo, want 192.168.1.100/24 on eno1", "lb1"},
		{"a stranger has the id", "busybox", program("stranger", stranger), "systemctl stop stranger", "192.168.1.30, which is none of the nodes, uses the router id 51 too, with the priority 200", ""},
		{"a server is down", "busybox", "systemctl stop api3; sleep 7", serve("api3", "6003"), "1 of 3 servers are not up: pc3 DOWN", ""},
		{"a file system is full", "lb1", "mount -t tmpfs -o size=1m tmpfs /var/tmp && head -c 2000000 /dev/zero >/var/tmp/full || :", "umount /var/tmp", "/var/tmp is full: 100 % of its blocks are used", ""},
		{"haproxy.cfg is broken", "lb2", "cp /etc/haproxy/haproxy.cfg /root/kept && echo nonsense >>/etc/haproxy/haproxy.cfg", "mv /root/kept /etc/haproxy/haproxy.cfg", "haproxy accepts its configuration: it would not start", ""},
		{"a clock is ahead", "lb2", lateClock, rightClock, "the clock of lb2 is 1h0m", ""},
		{"haproxy is stopped", "lb1", "systemctl stop haproxy", "systemctl start haproxy", "lb2 holds 192.168.1.100, which belongs to lb1 by its priority 101", "lb2"},
	} {
		l.On(t, c.on, c.fault)
		if c.holds == "" {
			c.holds = "lb1"
		}
		l.held(t, c.name, c.holds)
		out := l.says(t, 2, c.want, "apply", "vrrp/verify")
		if strings.Contains(out, "changed=1") {
			t.Errorf("%s: something was changed:\n%s", c.name, out)
		}
		l.On(t, c.on, c.mend)
		l.held(t, "mended", "lb1")
	}
	l.On(t, "lb2", "systemctl stop haproxy; sleep 5")
	l.On(t, "lb1", "systemctl stop haproxy")
	l.held(t, "haproxy is stopped on both", "")
	l.says(t, 2, "nobody holds 192.168.1.100: clients reach nothing", "apply", "vrrp/verify")
	for _, node := range []string{"lb1", "lb2"} {
		l.On(t, node, "systemctl start haproxy")
	}
	l.held(t, "haproxy runs on both", "lb1")
	l.well(t, "at last")
}

// well waits until nothing is wrong.
func (l pairOf) well(t *testing.T, when string) {
	t.Helper()
	began := time.Now()
	for {
		out, errs, code := l.Run(t, "apply", "vrrp/verify")
		if code == 0 && strings.Contains(out, "warning: lb1, lb2: while they do not hear each other") {
			return
		}
		if time.Since(began) > 20*time.Second {
			t.Fatalf("%s: exit %d\n%s%s", when, code, out, errs)
		}
	}
}
