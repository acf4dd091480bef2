//go:build lab

package vrrp_test

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
)

// split cuts the link between the nodes, which both hold the VIP then, as the
// documents say: also if both reach a gateway. It cuts one node off from
// everything, which gives the VIP up only for the gateway's sake.
func split(t *testing.T, l pairOf) {
	for _, gateway := range []struct{ set, isolated string }{{"", "lb1lb2"}, {"192.168.1.30", "lb2"}} {
		if gateway.set != "" {
			l.Apply(t, "vrrp", "-e", "vrrp.gateway="+gateway.set)
			l.moves(t, "with a gateway", "lb1")
		}
		l.Cut(t, "lb1", "lb2")
		l.held(t, "cut", "lb1lb2")
		l.says(t, 2, "lb1 and lb2 hold 192.168.1.100, and do not hear each other", "apply", "vrrp/verify", "-e", "vrrp.verify.backends=any")
		l.Mend(t, "lb1", "lb2")
		l.moves(t, "mended", "lb1")
		l.Cut(t, "lb1", "lb2")
		l.Cut(t, "lb1", "busybox")
		l.alone(t, "cut off", gateway.isolated)
		l.Mend(t, "lb1", "lb2", "busybox")
		l.held(t, "back again", "lb1")
	}
	l.Apply(t, "vrrp")
}

// alone waits until exactly these nodes hold the VIP, which is seen from the
// hypervisor, because one of them cannot be reached.
func (l pairOf) alone(t *testing.T, when, nodes string) {
	t.Helper()
	var names string
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		names = ""
		for _, node := range []string{"lb1", "lb2"} {
			out, err := exec.CommandContext(t.Context(), "ip", "-n", hypervisor.Namespace(l.Name, node), "-o", "addr", "show").CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if strings.Contains(string(out), " 192.168.1.100/24 ") {
				names += node
			}
		}
		if names == nodes {
			return
		}
	}
	t.Errorf("%s: %q hold the VIP, want %s", when, names, nodes)
}
