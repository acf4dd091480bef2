//go:build lab

package nodes_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/vm/labtest"
)

// undisturbed is the longest pause between two answers that is none of the
// service: a request that is slow, on a busy machine.
const undisturbed = 2 * time.Second

// The nodes come and go: from two to three, to five, to three, to two. Each part
// goes on from what the one before has left.
func TestLabNodes(t *testing.T) {
	l := trial{labtest.New(t, "../../../examples/hapx.yaml", "nodes", "22745",
		"        hapx-node01:\n          hrun_address: 192.168.4.21/27\n        hapx-node02:\n          hrun_address: 192.168.4.22/27\n      vars:\n        hrun_via: busybox\n\n",
		groups(name(1), name(2))[len("    hapx:\n      hosts:\n"):],
		"        bastions:\n        hapx:\n", "        bastions:\n        hapx:\n        spares:\n")}
	two, three := []string{name(1), name(2)}, []string{name(1), name(2), name(3)}
	five := append(three[:3:3], name(4), name(5))
	l.Apply(t, "busybox", "hapx")

	t.Run("a third one comes in", func(t *testing.T) {
		l.nodes(t, three)
		before := l.daemons(t, two)
		l.watch(t, two, func() {
			l.killed(t, "/etc/corosync/corosync.conf")
			l.killed(t, "handler reload corosync")
			l.Apply(t, "hapx")
		}).bound(t, "a third node", undisturbed)
		if after := l.daemons(t, two); after != before {
			t.Errorf("the other nodes' daemons were %s and are %s", before, after)
		}
		l.counts(t, "Expected votes: 3", "Total votes: 3", "Quorum: 2")
		l.settled(t)
	})
	t.Run("refusals", l.refuses)
	t.Run("three fail over", l.failsOver)
	t.Run("one is cut off", func(t *testing.T) { l.cutOff(t, three) })
	t.Run("two more come in", func(t *testing.T) {
		l.nodes(t, five)
		l.watch(t, three, func() { l.Apply(t, "hapx") }).bound(t, "two more nodes", undisturbed)
		l.counts(t, "Expected votes: 5", "Total votes: 5", "Quorum: 3")
		l.settled(t)
	})
	t.Run("five fail over", l.failsOver)
	t.Run("two leave, and one is fenced", func(t *testing.T) { l.fences(t, five, l.shrinks(t, five)) })
}

// daemons returns the process ids of the cluster's daemons.
func (l trial) daemons(t *testing.T, nodes []string) string {
	t.Helper()
	var ids []string
	for _, n := range nodes {
		ids = append(ids, n+" "+strings.TrimSpace(l.On(t, n, "pidof corosync pacemakerd pacemaker-controld")))
	}
	return strings.Join(ids, ", ")
}

// counts checks what the first node says of its votes.
func (l trial) counts(t *testing.T, wants ...string) {
	t.Helper()
	said := l.On(t, name(1), "corosync-quorumtool -s; crm_mon -1 | grep -i 'online\\|offline'; crm configure show")
	for _, want := range wants {
		if words := strings.Join(strings.Fields(said), " "); !strings.Contains(words, want) {
			t.Errorf("%q is not to be seen:\n%s", want, said)
		}
	}
}

// refuses checks what is refused before anything is changed.
func (l trial) refuses(t *testing.T) {
	two, three := []string{name(1), name(2)}, []string{name(1), name(2), name(3)}
	for want, c := range map[string]struct {
		nodes []string
		lines []string
		code  int
	}{
		"two_node with 3 nodes":    {three, []string{"corosync: {two_node: true}"}, 1},
		"give node_ids: {":         {[]string{name(3), name(1), name(2)}, nil, 2},
		"neither among its nodes":  {two, nil, 2},
		"fencing x: there is no n": {three, []string{"pacemaker: {fencing: [{id: x, agent: fence_virsh, nodes: [hapx-node09]}]}"}, 1},
	} {
		l.nodes(t, c.nodes, c.lines...)
		out, errs, code := l.Run(t, "apply", "hapx")
		if code != c.code || !strings.Contains(out+errs, want) || strings.Contains(out, "  changed  ") {
			t.Errorf("want %q and exit %d, and no change; exit %d\n%s%s", want, c.code, code, out, errs)
		}
	}
	l.nodes(t, three)
	l.settled(t)
}

// failsOver has the recipe try a standby and a crash.
func (l trial) failsOver(t *testing.T) {
	t.Log(l.Apply(t, "hapx/failover"))
	l.settled(t)
}
