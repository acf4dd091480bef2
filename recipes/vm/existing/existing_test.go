package existing_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/existing"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
)

// Whatever is described, nothing is done about it.
func TestProvider(t *testing.T) {
	var provider lab.Provider = existing.Provider{}
	m := lab.Machine{Name: "node01", CPUs: 4, Disks: []lab.Disk{{Name: "data", Size: 1}}, Forward: 22022}
	l := lab.Lab{Name: "demo", State: "/labs", Machines: []lab.Machine{m}}
	if err := provider.Check(l); err != nil || provider.OwnKernel() {
		t.Errorf("check: %v, own kernel: %t", err, provider.OwnKernel())
	}
	if n := len(provider.Prepare(l)) + len(provider.Machine(l, m)) + len(provider.Ready(l, m)) + len(provider.Remove(l, true)); n != 0 {
		t.Errorf("%d tasks", n)
	}
}
