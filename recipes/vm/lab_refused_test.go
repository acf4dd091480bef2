//go:build lab

package vm_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm"
)

// What cannot be is refused before anything is made, with the reason.
func TestLabRefused(t *testing.T) {
	b := newBench(t, "vmrefused", 22842)
	small := filepath.Join(b.dir, "small")
	if err := os.Mkdir(small, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=150m"); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := syscall.Unmount(small, 0); err != nil {
			t.Error(err)
		}
	}()
	for name, c := range map[string]struct {
		change func(*vm.Parameters)
		want   string
	}{
		"no room":           {func(p *vm.Parameters) { p.State = small + "/labs" }, "room on " + small + ": 200 MiB are needed, 150 MiB are free"},
		"no room for image": {func(p *vm.Parameters) { p.Cache = small + "/cache" }, "room on " + small + ": 900 MiB are needed, 150 MiB are free"},
		"no such image":     {func(p *vm.Parameters) { p.Suite = "bullfrog" }, "a source of debian bullfrog"},
		"disks":             {func(p *vm.Parameters) { p.Machine.Disks = []vm.Disk{{Name: "data", Size: 100}} }, "a container cannot have disks"},
	} {
		t.Run(name, func(t *testing.T) {
			refused := *b
			refused.params = b.params
			c.change(&refused.params)
			if _, err := refused.run(t, vm.Recipe{Parameters: refused.params}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
			for _, dir := range []string{small, filepath.Join(b.dir, "labs")} {
				if made, err := os.ReadDir(dir); err != nil && !os.IsNotExist(err) || len(made) > 0 {
					t.Errorf("%s has %v, %v", dir, made, err)
				}
			}
			if _, err := os.Stat(filepath.Join(b.dir, ".hrun/known_hosts")); !os.IsNotExist(err) {
				t.Errorf("host keys are on record: %v", err)
			}
		})
	}
}
