package virtualbox_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// examples has a task of every type, for the plans and the golden scripts. The
// machine has no seed: its image would be most of the text.
func examples() map[string]tasks.Task {
	clone := virtualbox.Clone{Lab: "demo", Machine: "node01", Base: "debian base", Seed: "0123456789abcdef", Dir: "/labs/demo/machines/node01"}
	remade := clone
	remade.Remake = true
	machine := virtualbox.Machine{
		Lab: "demo", Name: "node01", CPUs: 2, Memory: 512, Disks: []lab.Disk{{Name: "data", Size: 2048}}, Dir: "/labs/demo/machines/node01",
		Adapters: []virtualbox.Adapter{
			{Number: 1, Kind: "intnet", To: "demo-enp0s3", MAC: "080027AABBCC"},
			{Number: 2, Kind: "nat", MAC: "080027AABBCD", Forwards: []string{"hrun-ssh,tcp,127.0.0.1,22022,,22"}},
		},
	}
	restarted, off := machine, machine
	restarted.Restart, off.Off = true, true
	return map[string]tasks.Task{
		"preflight": virtualbox.Preflight{Lab: "demo", State: "/labs", Machines: []string{"node01", "node02"}, Bases: []string{"debian base", "debian base"}},
		"hostonly":  virtualbox.HostOnly{Lab: "demo", State: "/labs", Interface: "vboxnet0", Host: address("192.168.56.1/24")},
		"clone":     clone,
		"remade":    remade,
		"machine":   machine,
		"restarted": restarted,
		"off":       off,
		"ready":     virtualbox.Ready{Lab: "demo", Machine: "node01", Address: "192.168.56.3", Port: 22022, Log: "/labs/demo/machines/node01/console.log"},
		"crashed":   virtualbox.Crashed{Lab: "demo", Machine: "node01"},
		"removed":   virtualbox.Removed{Lab: "demo", Dir: "/labs/demo"},
		"released":  virtualbox.Released{Lab: "demo", State: "/labs"},
	}
}

func TestPlans(t *testing.T) { taskstest.Plans(t, examples()) }

func TestProbes(t *testing.T) {
	for name, task := range examples() {
		taskstest.Golden(t, name+"-probe", task.Probe())
	}
}

// Nothing that is shown of a seed is secret.
func TestSeedIsNotShown(t *testing.T) {
	m := virtualbox.Machine{Lab: "demo", Name: "node01", Dir: "/labs/demo/machines/node01", Seed: cloudinit.Seed{UserData: "#cloud-config\npassword: it's-a-secret\n", MetaData: "{}\n"}}
	change, err := m.Plan("absent\n")
	if err == nil {
		t.Error("a machine that is not there can be judged")
	}
	shown := false
	for _, s := range change.Steps {
		shown = shown || s.Field == "seed" && s.Want == "(secret)"
	}
	if !shown || len(m.Secrets()) != 1 {
		t.Errorf("steps %+v, %d secrets", change.Steps, len(m.Secrets()))
	}
}
