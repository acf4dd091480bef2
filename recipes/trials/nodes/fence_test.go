//go:build lab

package nodes_test

import (
	_ "embed"
	"encoding/base64"
	"strings"
	"testing"
	"time"
)

// agent is a fence agent that powers nothing, but notes what it is asked for.
//
//go:embed testdata/fence_hruntest
var agent string

// fences has the active of three nodes crash: the others have it fenced before
// they take over. Then it is removed, and two nodes are left, of which each goes
// on alone, as two do.
func (l trial) fences(t *testing.T, all, nodes []string) {
	var gone []string
	for _, n := range all {
		if !strings.Contains(strings.Join(nodes, " "), n) {
			gone = append(gone, n)
		}
	}
	removed := "removed: [" + strings.Join(gone, ", ")
	device := []string{"pacemaker:", "  fencing:", "    - {id: power, agent: fence_hruntest, secrets: {password: sesame-17}, nodes: [" + strings.Join(nodes, ", ") + "]}"}
	l.nodes(t, all, append([]string{removed + "]"}, device...)...)
	if out, errs, code := l.Run(t, "apply", "hapx"); code != 2 || !strings.Contains(out+errs, "there is no /usr/sbin/fence_hruntest") {
		t.Errorf("without the agent: exit %d\n%s%s", code, out, errs)
	}
	for _, n := range nodes {
		l.On(t, n, "echo "+base64.StdEncoding.EncodeToString([]byte(agent))+" | base64 -d >/usr/sbin/fence_hruntest && chmod 755 /usr/sbin/fence_hruntest")
	}
	if out := l.Apply(t, "hapx", "--diff", "-v"); strings.Contains(out, "sesame-17") || !strings.Contains(out, "primitive power stonith:fence_hruntest") {
		t.Errorf("the password is shown, or the device is not:\n%s", out)
	}
	l.settled(t)
	if out := l.Apply(t, "hapx/verify", "-v"); !strings.Contains(out, "every node can be fenced  3 of 3") {
		t.Errorf("verify does not see the device:\n%s", out)
	}
	active := l.active(t, nodes[0])
	var left []string
	for _, n := range nodes {
		if n != active {
			left = append(left, n)
		}
	}
	l.watch(t, left, func() {
		l.crash(t, active)
		l.eventually(t, "busybox", "tail -n 1 /run/ask.log | grep -qv ' 200$'", nil)
	}).bound(t, "fenced", 15*time.Second)
	noted := ""
	for _, n := range left {
		noted += l.On(t, n, "cat /var/log/fence_hruntest.log 2>/dev/null; exit 0")
	}
	if !strings.Contains(noted, "reboot "+active) {
		t.Errorf("%s was not fenced: %q", active, noted)
	}

	l.nodes(t, all, removed+", "+active+"]", "pacemaker: {absent: [power]}")
	l.watch(t, left, func() { l.Apply(t, "hapx") }).bound(t, "removed a dead node", undisturbed)
	l.settled(t)
	said := strings.Join(strings.Fields(l.On(t, left[0], "corosync-quorumtool -s; crm configure show")), " ")
	for _, want := range []string{"Expected votes: 2", "2Node", "no-quorum-policy=ignore", "stonith-enabled=no"} {
		if !strings.Contains(said, want) {
			t.Errorf("two nodes are left, and %q is not to be seen: %s", want, said)
		}
	}
	l.returns(t, active, left)
}

// returns starts a machine that was removed while it was dead: it finds neither
// the others nor a majority, and the next run makes it no node.
func (l trial) returns(t *testing.T, gone string, left []string) {
	t.Helper()
	l.watch(t, left, func() {
		l.Apply(t, "vm")
		l.eventually(t, gone, "crm_mon -1 | grep -q 'No active resources'", nil)
		time.Sleep(10 * time.Second)
		if out := l.On(t, gone, "corosync-quorumtool -s; ip -o -4 addr show"); !strings.Contains(out, "Activity blocked") || strings.Contains(out, " 192.168.4.20/") {
			t.Errorf("%s is back, and not alone:\n%s", gone, out)
		}
		l.Apply(t, "hapx")
	}).bound(t, "a removed node came back", undisturbed)
	if out := l.On(t, gone, "systemctl is-active corosync pacemaker; ls /etc/corosync; exit 0"); strings.Contains("\n"+out, "\nactive") || strings.Contains(out, "authkey") {
		t.Errorf("%s is still a node:\n%s", gone, out)
	}
	l.settled(t)
}
