//go:build lab

package hapx_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// start is when systemd started a unit on a node.
type start struct {
	node, unit string
	at         string // microseconds since the epoch
}

// unitStarted is the id of systemd's message for it, see systemd.directives(7).
const unitStarted = "39f53479d3a045ac8e11786248231fbf"

// starts reads from the journals which of the cluster's units were started
// since a moment, in order over both nodes, whose clocks are one.
func starts(t *testing.T, since string) []start {
	t.Helper()
	var all []start
	for _, node := range []string{"hapx-node01", "hapx-node02"} {
		out := cluster.on(t, node, "journalctl -q -o json --since @"+since+" _PID=1 MESSAGE_ID="+unitStarted)
		for line := range strings.Lines(out) {
			var entry struct {
				At   string `json:"__REALTIME_TIMESTAMP"`
				Unit string `json:"UNIT"`
			}
			if err := json.Unmarshal([]byte(line), &entry); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			if unit := strings.TrimSuffix(entry.Unit, ".service"); unit == "corosync" || unit == "pacemaker" {
				all = append(all, start{node, unit, entry.At})
			}
		}
	}
	slices.SortFunc(all, func(a, b start) int { return strings.Compare(a.at, b.at) })
	return all
}

func now(t *testing.T) string {
	t.Helper()
	return strings.TrimSpace(cluster.on(t, "hapx-node01", "date +%s.%N"))
}

// Such as can only be read at a start.
func TestLabChangedCorosyncConfigurationRestartsOneNodeAfterTheOther(t *testing.T) {
	active, passive := cluster.active(t)
	since := now(t)
	for _, node := range []string{active, passive} {
		cluster.on(t, node, "sed -i '/provider:/a wait_for_all: 1' /etc/corosync/corosync.conf && grep -q wait_for_all /etc/corosync/corosync.conf")
	}
	cluster.converge(t)
	var got []string
	for _, s := range starts(t, since) {
		got = append(got, s.node+" "+s.unit)
	}
	want := []string{passive + " corosync", passive + " pacemaker", active + " corosync", active + " pacemaker"}
	if !slices.Equal(got, want) {
		t.Errorf("started %q, want %q", got, want)
	}
	if out, code := cluster.apply(t, "-C", "--exit-code"); code != 0 {
		t.Errorf("afterwards check exits %d:\n%s", code, out)
	}
}

func TestLabKilledBetweenWriteAndRestartStillRestarts(t *testing.T) {
	_, passive := cluster.active(t)
	since := now(t)
	cluster.on(t, passive, "sed -i '/provider:/a wait_for_all: 1' /etc/corosync/corosync.conf")

	// The file is put right with a debt; the run dies before it pays.
	run := exec.CommandContext(t.Context(), filepath.Join(cluster.dir, "bin/hrun"), "apply", "recipes/hapx", "-i", cluster.inventory)
	run.Dir = cluster.dir
	slow := "mv /usr/bin/systemctl /usr/bin/systemctl.real && printf '#!/bin/sh\\ncase $1 in restart) sleep 600;; esac\\nexec /usr/bin/systemctl.real \"$@\"\\n' >/usr/bin/systemctl && chmod 755 /usr/bin/systemctl"
	cluster.on(t, passive, slow)
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	written := "! grep -q wait_for_all /etc/corosync/corosync.conf && ls /var/lib/hrun/owed"
	deadline := time.Now().Add(time.Minute)
	for {
		out, err := cluster.try(t, passive, written+" && pgrep -f 'sleep 600'")
		if err == nil && strings.Contains(out, "corosync") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the restart was never reached: %s", out)
		}
		time.Sleep(200 * time.Millisecond)
	}
	if err := run.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = run.Wait() // its status is that of the kill
	cluster.on(t, passive, "pkill -f 'sleep 600'; mv -f /usr/bin/systemctl.real /usr/bin/systemctl")
	if got := starts(t, since); len(got) != 0 {
		t.Fatalf("restarted already: %v", got)
	}
	if owed := cluster.on(t, passive, "ls /var/lib/hrun/owed"); !strings.Contains(owed, "corosync") {
		t.Fatalf("the debt is gone: %q", owed)
	}

	es, code := cluster.events(t)
	if code != 0 {
		t.Fatalf("the next run: exit %d", code)
	}
	t.Logf("the next run changed %q", with(es, "changed"))
	var got []string
	for _, s := range starts(t, since) {
		got = append(got, s.node+" "+s.unit)
	}
	if want := []string{passive + " corosync", passive + " pacemaker"}; !slices.Equal(got, want) {
		t.Errorf("started %q, want %q", got, want)
	}
	if owed := cluster.on(t, passive, "ls -A /var/lib/hrun/owed"); owed != "" {
		t.Errorf("still owed: %q", owed)
	}
}

// A node with a new key cannot talk to one with the old key, so nobody waits
// for anybody: all restart at once, after all have the key.
func TestLabNewKeyRestartsAllNodesAtOnce(t *testing.T) {
	since := now(t)
	if err := os.Remove(filepath.Join(cluster.dir, "examples/.hrun/secrets/corosync-authkey")); err != nil {
		t.Fatal(err)
	}
	es, code := cluster.events(t)
	if code != 0 {
		t.Fatalf("exit %d: failed %q", code, with(es, "failed", "skipped"))
	}
	starts := starts(t, since)
	first := map[string]string{}
	for _, s := range starts {
		if s.unit == "corosync" && first[s.node] == "" {
			first[s.node] = s.at
		}
	}
	if len(first) != 2 {
		t.Errorf("corosync was not restarted on both nodes: %v", starts)
	}
	waitFor(t, "hapx-node01", "crm_mon -1 | grep -q 'Online: . hapx-node01 hapx-node02 .' && crm_resource --resource haproxy-resource --locate | grep -q 'running on'")
	if out, code := cluster.apply(t, "-C", "--exit-code"); code != 0 {
		t.Errorf("afterwards check exits %d:\n%s", code, out)
	}
}

// waitFor waits until a script succeeds on a node.
func waitFor(t *testing.T, node, script string) {
	t.Helper()
	deadline := time.Now().Add(90 * time.Second)
	for {
		out, err := cluster.try(t, node, script)
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: never: %s\n%s", node, script, out)
		}
		time.Sleep(time.Second)
	}
}
