package hypervisor_test

import (
	"net/netip"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// examples has a task of every type, for the plans and the golden scripts.
func examples() map[string]tasks.Task {
	claim := hypervisor.Claim{Lab: "demo", Dir: "/labs/demo", Provider: "nspawn"}
	return map[string]tasks.Task{
		"unclaimed": hypervisor.Unclaimed{Claim: claim},
		"claim":     claim,
		"network":   hypervisor.Network{Lab: "demo", Bridges: []string{"br-lan", "br-ring1"}},
		"forward": hypervisor.Forward{Lab: "demo", Machine: "node01", Port: 22022,
			Namespace: hypervisor.Namespace("demo", "node01"), To: netip.MustParseAddrPort("127.0.0.1:22")},
		"stopped":   hypervisor.Stopped{Lab: "demo"},
		"unplugged": hypervisor.Unplugged{Lab: "demo"},
		"crashed":   hypervisor.Crashed{Lab: "demo", Machine: "node01", Cut: []string{"p0a1b2c3d", "p4e5f6071"}},
		"cleared":   hypervisor.Cleared{Lab: "demo", Dir: "/labs/demo"},
	}
}

func TestPlans(t *testing.T) { taskstest.Plans(t, examples()) }

func TestProbes(t *testing.T) {
	for name, task := range examples() {
		taskstest.Golden(t, name+"-probe", task.Probe())
	}
}
