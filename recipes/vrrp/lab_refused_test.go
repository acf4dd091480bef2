//go:build lab

package vrrp_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/labtest"
)

// A clock of a container is that of the hypervisor: what asks for it is told
// another time.
const (
	lateClock  = `printf '#!/bin/sh\n[ "$*" = +%%s ] || exec /bin/date "$@"\necho $(($(/bin/date +%%s) + 3600))\n' >/usr/local/sbin/date && chmod +x /usr/local/sbin/date`
	rightClock = "rm /usr/local/sbin/date"
)

// refused tries all that cannot become a pair, on nodes that are none yet: each
// is refused with the reason, and nothing is changed before.
func refused(t *testing.T, l pairOf) {
	events, _ := l.Events(t, "vrrp", "--check")
	if c := labtest.Total(events); c.Changed != 0 || c.Planned < 20 || c.Failed != 0 {
		t.Errorf("check: %d changed, %d planned, %d failed", c.Changed, c.Planned, c.Failed)
	}
	for _, c := range []struct {
		before, after string // on the machine in question
		on            string
		code          int
		set, want     string
	}{
		{code: 1, set: "vrrp_priority=100", want: "lb1 and lb2 both have priority 100"},
		{code: 1, set: "vrrp.auth=123456789", want: "the password has 9 characters, of which only the first 8 would count"},
		{code: 1, set: "vrrp.vip=192.168.2.100/24", want: "the VIP 192.168.2.100 is not in the network of host lb1, 192.168.1.0/24"},
		{code: 1, set: "vrrp.gateway=192.168.1.9", want: "the gateway 192.168.1.9 is the node lb1 itself"},
		{code: 2, set: "vrrp.nic=eth7", want: "there is no interface eth7; the host has eno1"},
		{code: 2, set: "vrrp.gateway=192.168.1.77", want: "it did not answer to three pings of this node"},
		{code: 2, set: "vrrp_interface=lo", want: "and not 192.168.1.9, at which others reach the host (hrun_address): eno1 has it"},
		{on: "lb2", before: lateClock, after: rightClock, code: 2, set: "vrrp.port=6443", want: "the clock of the host is 1h0m"},
		{
			on: "busybox", before: "ip addr add 192.168.1.100/24 dev eno1", after: "ip addr del 192.168.1.100/24 dev eno1",
			code: 2, set: "vrrp.port=6443", want: "another machine answers for 192.168.1.100: its MAC address is ",
		},
	} {
		if c.on != "" {
			l.On(t, c.on, c.before)
		}
		l.says(t, c.code, c.want, "apply", "vrrp", "-e", c.set)
		if c.on != "" {
			l.On(t, c.on, c.after)
		}
	}
	for _, node := range []string{"lb1", "lb2"} {
		if there := l.On(t, node, "ls -A /etc/keepalived /etc/haproxy 2>&1 || :; hostname"); strings.Count(there, "No such file") != 2 || !strings.HasSuffix(there, node+"\n") {
			t.Errorf("check and refusals have left on %s %q", node, there)
		}
	}
}
