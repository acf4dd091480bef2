package nspawn_test

import (
	"net/netip"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/recipes/vm/nspawn"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// The keeper is no remedy but what one starts.
func TestKeeper(t *testing.T) {
	lan := lab.Network{Name: "lan", NIC: "enp0s3.41"}
	ring := lab.Network{Name: "ring1", NIC: "enp0s8"}
	l := lab.Lab{Name: "demo", State: "/labs", Cache: "/cache", Image: lab.Image{Suite: "bookworm"}, Networks: []lab.Network{lan, ring}}
	m := lab.Machine{Name: "node01", Links: []lab.Link{
		{Network: lan, Address: netip.MustParsePrefix("192.168.4.21/27")},
		{Network: ring, Address: netip.MustParsePrefix("10.0.0.21/24")},
	}}
	for _, task := range (nspawn.Provider{}).Machine(l, m) {
		if running, ok := task.(nspawn.Running); ok {
			taskstest.Golden(t, "keeper", running.Keeper)
			return
		}
	}
	t.Error("no task keeps the machine running")
}
