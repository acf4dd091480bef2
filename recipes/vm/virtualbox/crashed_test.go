package virtualbox_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/virtualbox"
	"github.com/hrun-dev/hrun/tasks"
)

// The plug of one machine is pulled, whatever its guest does about its power
// button, and the script starts it again. No other machine is touched.
func TestCrash(t *testing.T) {
	b := newSmallBench(t)
	b.up()
	provider, m := virtualbox.Provider{}, b.lab.Machines[0]
	crash := []tasks.Task{provider.Crash(b.lab, m)}
	b.Forget(t)
	if o := b.run(false, crash); o.err != nil || !strings.Contains(o.said(), "machine busybox crashed: changed [power: running -> poweroff]") {
		t.Fatalf("%v\n%s", o.err, o.said())
	}
	if calls := strings.Join(b.Calls(t), "\n"); strings.Contains(calls, "acpipowerbutton") {
		t.Errorf("called:\n%s", calls)
	}
	if got := b.World(t).Machine("busybox").State; got != "poweroff" {
		t.Errorf("it is %s", got)
	}
	if o := b.run(false, crash); o.err != nil || o.Changed != 0 {
		t.Errorf("once more: %v\n%s", o.err, o.said())
	}
	for range 2 { // the second finds it on
		if out, err := exec.CommandContext(t.Context(), "sh", "-c", string(provider.Start(b.lab, m))).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	b.expectUp()
	if o := b.up(); o.Changed != 0 {
		t.Errorf("after all that:\n%s", o.said())
	}
}
