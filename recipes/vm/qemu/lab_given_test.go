//go:build lab

package qemu_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/recipes/vm/qemu"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks"
)

// given is a lab of one machine that begins with an image of the test's own. It
// needs the network of its lab, and no cloud-init.
func given(t *testing.T, name, image string) lab.Lab {
	t.Helper()
	l := lab.Lab{Name: name, State: t.TempDir(), Cache: t.TempDir(), Image: lab.Image{Base: image}, Networks: []lab.Network{lan}}
	l.Machines = []lab.Machine{{Name: "node01", Memory: 128, Links: []lab.Link{{Network: lan}, {Network: nat}}, Seed: cloudinit.Seed{UserData: "#cloud-config\n"}}}
	t.Cleanup(func() {
		if _, err := do(t, qemu.Provider{}.Remove(l, false)); err != nil {
			t.Error(err)
		}
	})
	return l
}

// do carries tasks out on this machine, and returns the tasks that changed. What
// one that fails says is part of the error.
func do(t *testing.T, ts []tasks.Task) (changed []string, err error) {
	t.Helper()
	state := filepath.Join(os.TempDir(), "hrun-qemu-test") // beside other tests, and not against another run of these
	here := inventory.Host{Name: "localhost", Connection: inventory.Connection{Kind: inventory.Local, State: state}}
	inv, err := inventory.New(here)
	if err != nil {
		t.Fatal(err)
	}
	var said string
	t.Cleanup(func() { _ = os.RemoveAll(state) })
	run := runner.Runner{Dialer: local.Dialer{}, Reporter: report.Func(func(e report.Event) {
		said += e.Stderr
		if e.Kind == report.Task && e.Result == report.Changed {
			changed = append(changed, e.Task)
		}
	})}
	_, err = run.Apply(context.WithoutCancel(t.Context()), func(recipes.Facts) (*recipes.Play, error) {
		play := &recipes.Play{Inventory: inv}
		play.Stage("machines", []inventory.Host{here}, recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(ts...)
			return nil
		}))
		return play, nil
	})
	if err != nil {
		err = fmt.Errorf("%w: %s", err, said)
	}
	return changed, err
}

// zeros makes an image with nothing on it.
func zeros(t *testing.T) string {
	t.Helper()
	image := filepath.Join(t.TempDir(), "it's nothing.raw")
	if err := os.WriteFile(image, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(image, 16<<20); err != nil {
		t.Fatal(err)
	}
	return image
}

// A machine that never boots is not waited for for ever, and its console says
// why. It is on, and made: another run does not begin anew.
func TestLabQemuNeverBoots(t *testing.T) {
	l := given(t, "qemunever", zeros(t))
	started := time.Now()
	_, err := do(t, all(l))
	if took := time.Since(started); took > 2*time.Minute { // a trial of KVM among it
		t.Errorf("it takes %s", took)
	}
	if err == nil || !strings.Contains(err.Error(), "node01 has nothing to boot") || !strings.Contains(err.Error(), "Booting from Hard Disk") {
		t.Errorf("error %v", err)
	}
	if changed, err := do(t, qemu.Provider{}.Machine(l, l.Machines[0])); err != nil || len(changed) > 0 {
		t.Errorf("a second run changes %q, error %v", changed, err)
	}
	late := qemu.Provider{}.Ready(l, l.Machines[0])[0].(qemu.Ready)
	if err := os.WriteFile(filepath.Join(late.Dir, "console.log"), []byte("\x1b[1mstill at it\x1b[0m\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	late.Limit = 2
	if _, err = do(t, []tasks.Task{late}); err == nil || !strings.Contains(err.Error(), "has not booted in 2 seconds") || !strings.Contains(err.Error(), "\nstill at it\n") {
		t.Errorf("error %v", err)
	}
	crash(t, l)
}

// crash ends a machine that is on, and starts it again.
func crash(t *testing.T, l lab.Lab) {
	t.Helper()
	provider, m := qemu.Provider{}, l.Machines[0]
	for _, want := range []int{1, 0} {
		if changed, err := do(t, []tasks.Task{provider.Crash(l, m)}); err != nil || len(changed) != want {
			t.Errorf("the crash changes %q, error %v", changed, err)
		}
	}
	for range 2 { // the second finds it on
		if out, err := exec.CommandContext(t.Context(), "sh", "-c", string(provider.Start(l, m))).CombinedOutput(); err != nil {
			t.Errorf("the script: %v\n%s", err, out)
		}
	}
	if changed, err := do(t, provider.Machine(l, m)); err != nil || len(changed) > 0 {
		t.Errorf("after the script a run changes %q, error %v", changed, err)
	}
}

// What a machine is switched on with is changed while it is off, and else only
// where that is allowed. A disk that it has is never taken away.
func TestLabQemuChanged(t *testing.T) {
	l := given(t, "qemuchanged", zeros(t))
	p := qemu.Provider{}
	if _, err := do(t, append(p.Prepare(l), p.Machine(l, l.Machines[0])...)); err != nil {
		t.Fatal(err)
	}
	l.Machines[0].Memory, l.Machines[0].Disks = 192, []lab.Disk{{Name: "data", Size: 8}}
	_, err := do(t, p.Machine(l, l.Machines[0]))
	var running *qemu.RunningError
	if !errors.As(err, &running) || running.Was != "memory 128 MiB" || running.Want != "memory 192 MiB, disk data 8 MiB" {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(filepath.Join(l.MachineDir("node01"), "disk-data-8")); !os.IsNotExist(err) {
		t.Errorf("the disk is there although it was refused: %v", err)
	}
	if _, err := do(t, p.Remove(lab.Lab{Name: l.Name, State: t.TempDir()}, false)[:1]); err != nil { // switches it off
		t.Fatal(err)
	}
	changed, err := do(t, p.Machine(l, l.Machines[0]))
	if want := []string{"disks of machine node01", "machine node01"}; err != nil || strings.Join(changed, ", ") != strings.Join(want, ", ") {
		t.Errorf("switched off it changes %q, error %v", changed, err)
	}
	l.Machines[0].Disks = nil
	l.Restart = true
	_, err = do(t, p.Machine(l, l.Machines[0]))
	var disk *qemu.DiskError
	if !errors.As(err, &disk) || disk.Disk != "data-8" {
		t.Errorf("error %v", err)
	}
}

// An image that is not there is refused before anything is made.
func TestLabQemuNoImage(t *testing.T) {
	l := given(t, "qemunone", filepath.Join(t.TempDir(), "none.qcow2"))
	changed, err := do(t, all(l))
	var cannot *qemu.CannotError
	if !errors.As(err, &cannot) || !strings.Contains(err.Error(), "none.qcow2 (there is no such file") || len(changed) > 0 {
		t.Errorf("error %v, after %q", err, changed)
	}
}
