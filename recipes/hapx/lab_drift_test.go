//go:build lab

package hapx_test

import (
	"slices"
	"strings"
	"testing"
)

func TestLabDriftIsSeenExactlyAndCuredExactly(t *testing.T) {
	active, passive := cluster.active(t)
	pids := cluster.on(t, active, "pidof corosync; pidof pacemakerd")
	master := cluster.on(t, active, "pgrep -o -x haproxy")
	worker := cluster.on(t, active, "pgrep -n -x haproxy")

	cluster.on(t, active, "sed -i 's/timeout connect 4s/timeout connect 9s/' /etc/haproxy/haproxy.cfg")
	cluster.on(t, passive, "sed -i 's/timeout connect 4s/timeout connect 9s/' /etc/haproxy/haproxy.cfg")
	cluster.on(t, "hapx-node01", "crm configure show virtual-ip-resource | sed 's/interval=20s*/interval=33s/' >/tmp/vip && crm -F configure load update /tmp/vip && rm /tmp/vip && cibadmin -Q | grep -q 33s")
	cluster.on(t, passive, "systemctl disable pacemaker")

	es, code := cluster.events(t, "-C", "-D", "--exit-code")
	if code != 3 {
		t.Errorf("check: exit %d, want 3", code)
	}
	seen := with(es, "planned", "waiting", "failed")
	t.Logf("check foresees %q", seen)
	for _, want := range []string{active + ": file /etc/haproxy/haproxy.cfg", passive + ": file /etc/haproxy/haproxy.cfg"} {
		if !slices.Contains(seen, want) {
			t.Errorf("check does not foresee %q", want)
		}
	}
	for _, e := range es {
		if e.Result != "planned" {
			continue
		}
		for _, s := range e.Steps {
			t.Logf("%s: %s: %s: %s -> %s %s %s", e.Host, e.Task, s.Field, s.Was, s.Want, s.Diff, s.Expect)
		}
	}
	if n := len(seen); n != 6 { // two files with a reload each, the unit, the cluster's configuration
		t.Errorf("check foresees %d tasks, want 6", n)
	}

	es, code = cluster.events(t)
	if changed := with(es, "changed", "failed"); code != 0 || !sameSet(changed, seen) {
		t.Errorf("apply: exit %d, changed %q, foreseen %q", code, changed, seen)
	}
	if now := cluster.on(t, active, "pidof corosync; pidof pacemakerd"); now != pids {
		t.Errorf("corosync or pacemaker was restarted: %q became %q", pids, now)
	}
	if now := cluster.on(t, active, "pgrep -o -x haproxy"); now != master {
		t.Errorf("haproxy was restarted, not reloaded: master %s became %s", master, now)
	}
	if now := cluster.on(t, active, "pgrep -n -x haproxy"); now == worker {
		t.Errorf("haproxy was not reloaded: its worker is still %s", worker)
	}
	if out, _ := cluster.try(t, passive, "pgrep -x haproxy"); strings.TrimSpace(out) != "" {
		t.Errorf("haproxy was started where it must not run: %s", out)
	}
	if out, code := cluster.apply(t, "-C", "--exit-code"); code != 0 {
		t.Errorf("afterwards check exits %d:\n%s", code, out)
	}
}

func TestLabForeignObjectsAreLeftAlone(t *testing.T) {
	cluster.on(t, "hapx-node01", "crm configure primitive foreign ocf:heartbeat:Dummy op monitor interval=7s && crm_resource --wait")
	defer cluster.on(t, "hapx-node01", "crm resource stop foreign && crm_resource --wait && crm configure delete foreign")
	if out, code := cluster.apply(t, "-C", "--exit-code"); code != 0 {
		t.Errorf("check minds a foreign resource: exit %d\n%s", code, out)
	}
	cluster.on(t, "hapx-node01", "crm_attribute --name no-quorum-policy --update stop")
	cluster.converge(t)
	if out := cluster.on(t, "hapx-node01", "crm configure show foreign; crm_attribute --name no-quorum-policy --query"); !strings.Contains(out, "interval=7s") || !strings.Contains(out, "value=ignore") {
		t.Errorf("%s", out)
	}
}

func sameSet(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}
