//go:build lab

package nodes_test

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// shrinks removes the active node and a passive one, which is dead. The run is
// killed on the way, and the next one finishes it. It returns the nodes that are
// left.
func (l trial) shrinks(t *testing.T, nodes []string) []string {
	active := l.active(t, nodes[0])
	dead := nodes[len(nodes)-1]
	if dead == active {
		dead = nodes[len(nodes)-2]
	}
	left := slices.DeleteFunc(slices.Clone(nodes), func(n string) bool { return n == active || n == dead })
	l.crash(t, dead)
	l.eventually(t, active, "! crm_mon -1 | grep Online: | grep -q "+dead, nil)
	l.nodes(t, nodes, "removed: ["+active+", "+dead+"]")
	l.watch(t, left, func() {
		l.killed(t, "unit pacemaker")
		l.killed(t, "/etc/corosync/corosync.conf")
		l.Apply(t, "hapx")
	}).bound(t, "removed the active node", 5*time.Second)
	l.settled(t)
	said := l.On(t, left[0], "corosync-quorumtool -s; cibadmin --query")
	if words := strings.Join(strings.Fields(said), " "); !strings.Contains(words, "Expected votes: 3") || !strings.Contains(words, "Total votes: 3") {
		t.Errorf("the votes are others:\n%s", said)
	}
	for _, n := range []string{active, dead} {
		if strings.Contains(said, n) {
			t.Errorf("%s is still known:\n%s", n, said)
		}
	}
	if out := l.On(t, active, "systemctl is-active corosync pacemaker; systemctl is-enabled corosync pacemaker; ls /etc/corosync/corosync.conf /etc/corosync/authkey 2>/dev/null; ls -A /var/lib/pacemaker/cib; exit 0"); out != "inactive\ninactive\ndisabled\ndisabled\n" {
		t.Errorf("%s is still a node:\n%s", active, out)
	}
	return left
}
