package nspawn_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/nspawn"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// examples has a task of every type, for the plans and the golden scripts.
func examples() map[string]tasks.Task {
	root := nspawn.Root{
		Lab: "demo", Machine: "node01", Dir: "/labs/demo/machines/node01", Image: "/cache/images/one/root",
		Links: "lan enp0s3.41 192.168.4.21/27",
		Seed:  cloudinit.Seed{UserData: "#cloud-config\n# it's\n", MetaData: "{}\n", NetworkConfig: "{}\n", VendorData: "#cloud-config\n{}\n"},
	}
	remade := root
	remade.Remake = true
	return map[string]tasks.Task{
		"preflight": nspawn.Preflight{State: "/labs", Image: image("/cache"), Room: hypervisor.Room{{Path: "/labs/demo/machines/node01", MiB: 200}}},
		"image":     image("/cache"),
		"root":      root,
		"remade":    remade,
		"running":   nspawn.Running{Lab: "demo", Machine: "node01", Dir: "/labs/demo/machines/node01", Keeper: "echo 'kept'"},
		"ready":     nspawn.Ready{Lab: "demo", Machine: "node01", Log: "/labs/demo/machines/node01/console.log"},
	}
}

func TestPlans(t *testing.T) { taskstest.Plans(t, examples()) }

func TestProbes(t *testing.T) {
	for name, task := range examples() {
		taskstest.Golden(t, name+"-probe", task.Probe())
	}
}
