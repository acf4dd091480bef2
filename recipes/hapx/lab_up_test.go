//go:build lab

package hapx_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestLabClusterIsUp(t *testing.T) {
	for user, want := range map[string]string{"-u admin:admin": "200", "-u admin:wrong": "401", "": "401"} {
		curl := fmt.Sprintf("curl -s -m 5 -o /dev/null -w '%%{http_code}' %s http://192.168.4.20:32700/", user)
		if got := cluster.on(t, "busybox", curl); got != want {
			t.Errorf("the stats page answers %q with %q, want %s", got, user, want)
		}
	}
	status := cluster.on(t, "hapx-node01", "crm_mon -1")
	active, _ := cluster.active(t)
	for _, want := range []string{
		"2 nodes configured",
		"Online: [ hapx-node01 hapx-node02 ]",
		"(ocf:heartbeat:IPaddr2):\t Started " + active,
		"(ocf:heartbeat:haproxy):\t Started " + active,
	} {
		if !strings.Contains(status, want) {
			t.Errorf("crm_mon does not say %q:\n%s", want, status)
		}
	}
	for _, node := range []string{"hapx-node01", "hapx-node02"} {
		links := cluster.on(t, node, "corosync-cfgtool -s")
		if !strings.Contains(links, "transport knet") || strings.Count(links, "connected") != 1 || strings.Contains(links, "disconnected") {
			t.Errorf("%s: the peer is not connected over knet:\n%s", node, links)
		}
	}
}

func TestLabSecondRunChangesNothing(t *testing.T) {
	es, code := cluster.events(t, "--assert-idempotent")
	if changed := with(es, "changed", "failed"); code != 0 || len(changed) > 0 {
		t.Errorf("exit %d, changed %v", code, changed)
	}
	for host, c := range es[len(es)-1].Hosts {
		if c.Trips > 3 || c.OK == 0 {
			t.Errorf("%s: %d trips, %d ok", host, c.Trips, c.OK)
		}
	}
}

func TestLabSecretsStayPrivate(t *testing.T) {
	key := cluster.on(t, "hapx-node01", "base64 -w0 /etc/corosync/authkey")
	stored := "examples/.hrun/secrets/corosync-authkey"
	if out, err := run(t, cluster.dir, "sh", "-c", "stat -c %a "+stored+" && base64 -w0 "+stored); err != nil || out != "600\n"+key {
		t.Errorf("kept %q (%v), the node has another", out, err)
	}
	cluster.on(t, "hapx-node02", "rm /etc/corosync/authkey")
	defer cluster.converge(t)
	out, code := cluster.apply(t, "-C", "-D", "-v")
	if code != 0 || !strings.Contains(out, "/etc/corosync/authkey") || strings.Contains(out, key[:16]) {
		t.Errorf("exit %d\n%s", code, out)
	}
}
