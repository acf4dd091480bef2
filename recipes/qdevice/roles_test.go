package qdevice

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/corosync"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/wait"
)

func play(t testing.TB, role recipes.Role) *recipes.Host {
	t.Helper()
	h, err := recipestest.Host("hapx-node01", role)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func device(t testing.TB) Device {
	return Device{
		Cluster: "haproxy-cluster", Nodes: 2, Settings: corosync.Device{Address: netip.MustParseAddr("192.168.4.30")},
		Credentials: credentials(t, "\x01", noon), Rank: "echo 1",
		Healthy: []tasks.Task{wait.Until{Name: "the cluster is healthy", Holds: "true"}},
	}
}

func TestTasksOfRoles(t *testing.T) {
	for _, c := range []struct {
		role recipes.Role
		want string
	}{
		{Arbiter{Cluster: "haproxy-cluster", Nodes: 2, Credentials: credentials(t, "\x01", noon)}, `packages corosync-qnetd libnss3-tools
line in /etc/default/corosync-qnetd: COROSYNC_QNETD_OPTIONS="-s req -c on" -> restart corosync-qnetd
certificates in /etc/corosync/qnetd/nssdb -> restart corosync-qnetd
unit corosync-qnetd
`},
		{device(t), `packages corosync-qdevice libnss3-tools
directory /etc/corosync/qdevice
directory /etc/corosync/qdevice/net
certificates in /etc/corosync/qdevice/net/nssdb -> restart corosync-qdevice
file /etc/corosync/qdevice/algorithm -> restart corosync-qdevice everywhere
file /etc/corosync/qdevice/settings -> restart corosync-qdevice
unit corosync-qdevice
`},
		{Voted{}, "wait until the arbiter votes\n"},
		{Left{}, `unit corosync-qdevice
absent /etc/corosync/qdevice
`},
		{Gone{}, `quorum without a device
unit corosync-qdevice
absent /etc/corosync/qdevice
`},
	} {
		if diff := cmp.Diff(c.want, recipestest.Outline(play(t, c.role))); diff != "" {
			t.Errorf("%T (-want +got):\n%s", c.role, diff)
		}
	}
}

// Nobody restarts what another one needs: a node only when all are there, and
// the next one only when the vote is back.
func TestDaemonsRestartInTurns(t *testing.T) {
	handlers := play(t, device(t)).Handlers
	if r := handlers[0].Rolling; handlers[0].Name != RestartDeviceEverywhere || r.Serial.Size(0, 3) != 3 || len(r.Gate) > 0 || len(r.Before) != 1 {
		t.Errorf("another algorithm does not restart all at once: %+v", r)
	}
	rolling := handlers[1].Rolling
	if len(rolling.Before) != 1 || len(rolling.Gate) != 2 || rolling.Gate[0].String() != "wait until the arbiter votes" || rolling.Rank != "echo 1" {
		t.Errorf("nodes roll by %+v", rolling)
	}
	arbiter := play(t, Arbiter{Cluster: "c", Nodes: 2, Credentials: credentials(t, "\x01", noon)}).Handlers[0].Rolling
	if len(arbiter.Before) != 1 || arbiter.Before[0].String() != "wait until the cluster c can do without its arbiter" {
		t.Errorf("the arbiter restarts by %+v", arbiter)
	}
}

// Two arbiters that each have a node would each give it their vote when the link
// between the nodes is cut: so the nodes go over to another one together.
func TestNodesChangeTheirArbiterTogether(t *testing.T) {
	one, other := device(t), device(t)
	other.Settings.Address = netip.MustParseAddr("192.168.4.31")
	owing := func(d Device) map[string]string {
		bodies := map[string]string{}
		for _, w := range play(t, d).Work {
			if f, ok := w.Task.(file.Content); ok && len(w.Notify) == 1 {
				bodies[w.Notify[0].Name] += f.Body
			}
		}
		return bodies
	}
	if a, b := owing(one), owing(other); a[RestartDeviceEverywhere] == "" || a[RestartDeviceEverywhere] == b[RestartDeviceEverywhere] {
		t.Errorf("the same is owed everywhere by %q and %q", a, b)
	}
}

func TestDeviceWithoutAddressIsRefused(t *testing.T) {
	d := device(t)
	d.Settings.Address = netip.Addr{}
	if _, err := recipestest.Host("hapx-node01", d); err == nil || !strings.Contains(err.Error(), "the arbiter has no address") {
		t.Error(err)
	}
}
