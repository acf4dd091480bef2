//go:build lab

package hapx_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// newer offers a node newer versions of the packages of some sources that it
// has: those that it was made of, with a longer number. Where there is a script
// /tmp/postinst-NAME it is run when that package is installed.
const newer = `mkdir -p /srv/newer && cd /srv/newer && rm -f ./*.deb || exit
for deb in /srv/repo/*.deb; do
	package=$(dpkg-deb -f "$deb" Package) && source=$(dpkg-deb -f "$deb" Source) && version=$(dpkg-deb -f "$deb" Version) || exit
	source=${source%% *}
	case " $sources " in *" ${source:-$package} "*) ;; *) continue ;; esac
	dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || continue
	dpkg-deb -R "$deb" unpacked || exit
	sed -i "s/^Version: .*/&$suffix/; s/(= $version)/(= $version$suffix)/g" unpacked/DEBIAN/control
	[ ! -e "/tmp/postinst-$package" ] || cp "/tmp/postinst-$package" unpacked/DEBIAN/postinst
	dpkg-deb -Zgzip -z1 -b unpacked "$package.deb" >/dev/null && rm -r unpacked || exit
done
for deb in *.deb; do
	dpkg-deb -f "$deb" && printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$deb" "$(stat -c %s "$deb")" "$(sha256sum "$deb" | cut -d' ' -f1)"
done >Packages
echo 'deb [trusted=yes] file:/srv/newer ./' >/etc/apt/sources.list.d/newer.list`

// offer offers both nodes newer packages, until the test ends.
func offer(t *testing.T, suffix string, sources string) {
	t.Helper()
	nodes := []string{"hapx-node01", "hapx-node02"}
	for _, node := range nodes {
		cluster.on(t, node, fmt.Sprintf("suffix=%s sources='%s'\n%s", suffix, sources, newer))
	}
	t.Cleanup(func() {
		for _, node := range nodes {
			_, _ = cluster.try(t, node, "rm -rf /srv/newer /etc/apt/sources.list.d/newer.list /tmp/postinst-*")
		}
	})
}

// upgrade applies the recipe with JSON output.
func upgrade(t *testing.T, args ...string) ([]event, int) {
	t.Helper()
	return cluster.eventsOf(t, "recipes/hapx/upgrade", append(args, "--lock-wait", "1m")...)
}

// upgraded returns the nodes whose packages were upgraded, in order.
func upgraded(es []event) (nodes []string) {
	for _, e := range es {
		if e.Result == "changed" && strings.HasSuffix(e.Task, " upgraded") {
			nodes = append(nodes, e.Host)
		}
	}
	return nodes
}

// versions returns how many packages of a node have the suffix.
func versions(t *testing.T, node, suffix string) int {
	t.Helper()
	return strings.Count(cluster.on(t, node, "dpkg-query -W -f '${Package} ${db:Status-Status} ${Version}.\\n'"), suffix+".")
}

// whole fails the test unless both nodes serve, and hrun owes nothing.
func whole(t *testing.T) {
	t.Helper()
	for _, node := range []string{"hapx-node01", "hapx-node02"} {
		if out := cluster.on(t, node, `cibadmin -Q --scope nodes | grep standby; ls -A /var/lib/hrun/owed 2>/dev/null; dpkg-query -W -f '${Package} ${db:Status-Status}\n' | grep -v ' installed$\| config-files$'; systemctl is-active haproxy | grep -vx inactive; crm_mon -1 | grep -q 'Online: . hapx-node01 hapx-node02 .' || crm_mon -1`); out != "" {
			t.Errorf("%s: this is left:\n%s", node, out)
		}
	}
	cluster.answers(t)
}

func TestLabUpgrade(t *testing.T) {
	active, passive := cluster.active(t)
	offer(t, "+hrun1", "corosync pacemaker haproxy crmsh")
	state := `dpkg-query -W; cibadmin -Q --scope nodes; find /etc/apt /var/lib/apt /var/lib/hrun /run/hrun -printf '%p %T@\n' 2>/dev/null | sort`
	before := cluster.on(t, active, state)
	es, code := upgrade(t, "--check")
	if code != 0 || cluster.on(t, active, state) != before {
		t.Errorf("check: exit %d, or it has changed something", code)
	}
	for _, node := range []string{active, passive} {
		for _, task := range []string{"lists of packages", node + " in standby"} {
			if !slices.Contains(with(es, "planned"), node+": "+task) {
				t.Errorf("check does not foresee %q on %s: %q", task, node, with(es, "planned"))
			}
		}
	}

	clients := watch(t)
	es, code = upgrade(t)
	if order := upgraded(es); code != 0 || !slices.Equal(order, []string{passive, active}) {
		t.Fatalf("exit %d, failed %q, upgraded were %q, want %s first", code, with(es, "failed"), order, passive)
	}
	clients.lostAtMost(5 * time.Second)
	for _, node := range []string{active, passive} {
		if seen := found(es, node); !strings.Contains(seen, " ms without an answer, ") {
			t.Errorf("%s: it tells clients of %q", node, seen)
		}
		if n := versions(t, node, "+hrun1"); n < 15 {
			t.Errorf("%s: only %d packages are new", node, n)
		}
	}
	whole(t)

	es, code = upgrade(t, "--assert-idempotent")
	if changed := with(es, "changed", "failed"); code != 0 || len(changed) > 0 {
		t.Errorf("a second run: exit %d, changed %q", code, changed)
	}
	for host, c := range es[len(es)-1].Hosts {
		if c.Trips > 1 {
			t.Errorf("a second run takes %d trips on %s", c.Trips, host)
		}
	}
}

// Whenever a run is killed, the next one goes on, and the last leaves no node in
// standby.
func TestLabUpgradeKilledAtAnyMoment(t *testing.T) {
	offer(t, "+hrun2", "haproxy crmsh libqb")
	clients := watch(t)
	for _, moment := range []struct {
		task  string // that has come to its end
		pause time.Duration
	}{
		{" in standby", 0},
		{" upgraded", 0},
		{" back from standby", 0},
		{" in standby", 700 * time.Millisecond}, // in the midst of what dpkg does on the other node
		{" healthy", 700 * time.Millisecond},    // and again
	} {
		args := []string{"apply", "recipes/hapx/upgrade", "-i", cluster.inventory, "--lock-wait", "1m"}
		last := cluster.killedWhen(t, moment.pause, args, func(e event) bool { return e.Result != "planned" && strings.HasSuffix(e.Task, moment.task) })
		t.Logf("killed %s after %s", moment.pause, last)
	}
	es, code := upgrade(t)
	if code != 0 {
		t.Fatalf("the last run: exit %d, failed %q", code, with(es, "failed"))
	}
	clients.lostAtMost(5 * time.Second)
	for _, node := range []string{"hapx-node01", "hapx-node02"} {
		if n := versions(t, node, "+hrun2"); n != 3 {
			t.Errorf("%s: %d packages are new", node, n)
		}
	}
	whole(t)
}

// A package that cannot be installed stops the rolling at the first node, which
// stays in standby, and the other one goes on as it is.
func TestLabUpgradeThatBreaks(t *testing.T) {
	active, passive := cluster.active(t)
	cluster.on(t, passive, "printf '#!/bin/sh\\necho the disk is gone >&2\\nexit 1\\n' >/tmp/postinst-haproxy")
	offer(t, "+hrun3", "haproxy")
	clients := watch(t)
	es, code := upgrade(t)
	if failed := with(es, "failed"); code != 2 || len(failed) != 1 || !strings.HasPrefix(failed[0], passive+": packages of the cluster") {
		t.Errorf("exit %d, failed %q", code, failed)
	}
	if why := errorOf(es, passive); !strings.Contains(why, "the disk is gone") {
		t.Errorf("it says %q", why)
	}
	if n := versions(t, active, "+hrun3"); n != 0 {
		t.Errorf("%s: %d packages are new", active, n)
	}
	if out := cluster.on(t, active, "crm_mon -1"); !strings.Contains(out, "Node "+passive+": standby") || !strings.Contains(out, "Started "+active) {
		t.Errorf("the cluster is\n%s", out)
	}
	cluster.on(t, passive, "printf '#!/bin/sh\\n' >/var/lib/dpkg/info/haproxy.postinst")
	es, code = upgrade(t)
	if order := upgraded(es); code != 0 || !slices.Equal(order, []string{passive, active}) {
		t.Errorf("when it can be installed: exit %d, failed %q, upgraded %q", code, with(es, "failed"), order)
	}
	clients.lostAtMost(5 * time.Second)
	whole(t)
}

// found returns what clients have seen of a node's turn.
func found(es []event, node string) string {
	for _, e := range es {
		if e.Host == node && e.Task == "clients are answered during the turn of "+node {
			return e.Found
		}
	}
	return ""
}

func errorOf(es []event, host string) string {
	for _, e := range es {
		if e.Host == host && e.Result == "failed" {
			return e.Error + e.Stderr
		}
	}
	return ""
}
