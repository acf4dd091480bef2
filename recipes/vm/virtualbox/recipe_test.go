package virtualbox_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox/vboxtest"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport/local"
)

// The machines of the example, as the recipe describes them. No machine boots
// here, so that only the first stage can be done.
func TestExampleInventory(t *testing.T) {
	b := newBench(t)
	b.Change(t, func(w *vboxtest.World) {
		for name, address := range map[string]string{"busybox": "10.0.3.15", "hapx-node01": "192.168.4.21", "hapx-node02": "192.168.4.22"} {
			w.Guests[name] = vboxtest.Guest{Addresses: []string{address}}
		}
	})
	state := filepath.Join(b.dir, "state.yaml")
	if err := os.WriteFile(state, []byte("all: {hosts: {localhost: {hrun_state: "+b.dir+"/owed}}}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	inv, err := inventory.Load("../../../examples/hapx.yaml", "../../../examples/virtualbox.yaml", state)
	if err != nil {
		t.Fatal(err)
	}
	play, err := recipes.Build(inv, recipestest.Secrets(), vm.Recipe{Parameters: vm.Parameters{
		Lab: "hapx", Provider: "virtualbox", State: filepath.Join(b.dir, "labs"), Machine: vm.Machine{Memory: 512},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for run := range 2 {
		var o outcome
		r := runner.Runner{Dialer: local.Dialer{}, Reporter: report.Func(func(e report.Event) { o.events = append(o.events, e) })}
		summary, err := r.Run(context.WithoutCancel(t.Context()), play.Stages[:1])
		if err != nil {
			t.Fatalf("%v\n%s", err, o.said())
		}
		if changed := summary.Hosts["localhost"].Changed; (changed == 0) != (run == 1) {
			t.Errorf("run %d changed %d:\n%s", run, changed, o.said())
		}
	}
	w := b.World(t)
	for _, name := range []string{"busybox", "hapx-node01", "hapx-node02"} {
		m := w.Machine(virtualbox.UUID("hapx", name))
		if m == nil || m.State != "running" || m.Memory != 512 || m.Adapters[0].Kind != "intnet" || m.Adapters[0].Network != "hapx-enp0s3" {
			t.Errorf("%s is %+v", name, m)
		}
	}
	if a := w.Machine("busybox").Adapters[1]; a.Kind != "nat" || len(a.Forwards) != 1 {
		t.Errorf("the bastion has %+v", a)
	}
}
