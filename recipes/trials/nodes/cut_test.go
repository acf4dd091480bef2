//go:build lab

package nodes_test

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// cutOff cuts the active node, which is not the coordinator, off from the others for 30 s: they have the
// majority, and take over; it stops what it runs, and comes back as one of them.
func (l trial) cutOff(t *testing.T, nodes []string) {
	active := l.active(t, nodes[0])
	if strings.Contains(l.On(t, active, "crmadmin --dc_lookup"), active) {
		// The coordinator is quick to stop what it runs. Have another one be active.
		l.On(t, active, "crm_resource --resource haproxy-resource --move && crm_resource --wait --timeout=60s && crm_resource --resource haproxy-resource --clear && crm_resource --wait --timeout=60s")
		active = l.active(t, nodes[0])
	}
	others := slices.DeleteFunc(slices.Clone(nodes), func(n string) bool { return n == active })
	w := l.watch(t, nodes, func() {
		for _, n := range others {
			l.Cut(t, active, n)
		}
		time.Sleep(30 * time.Second)
		if now := l.active(t, others[0]); now == active {
			t.Errorf("%s is cut off, and still counts as active", active)
		}
		if out, err := l.Try(t, active, "ip -o -4 addr show | grep ' 192.168.4.20/'"); err == nil {
			t.Errorf("%s is cut off and still has the address: %s", active, out)
		}
		l.Mend(t, nodes...)
		l.eventually(t, active, "crm_mon -1 | grep -q 'Online: .*"+nodes[0]+" "+nodes[1]+" "+nodes[2]+"'", nil)
	})
	w.bound(t, "cut off", 20*time.Second)
}
