package hypervisor_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// disks stands in for two file systems, of which one is nearly full.
var disks = map[string]string{"df": `case $3 in
*/full*) echo "Filesystem 1024-blocks Used Available Capacity Mounted on
/dev/sdb1 9000000 8000000 512000 90% /mnt/it's  full" ;;
*/broken*) echo "df: it is broken" >&2; exit 1 ;;
*) echo "Filesystem 1024-blocks Used Available Capacity Mounted on
/dev/sda1 9000000 1000 4096000 1% /" ;;
esac`}

func TestRoom(t *testing.T) {
	for _, shell := range []string{"dash", "busybox"} {
		h := taskstest.NewHost(t, shell, disks)
		for _, dir := range []string{"full/there", "broken"} {
			if err := os.MkdirAll(filepath.Join(h.Root, dir), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		at := func(path string) string { return filepath.Join(h.Root, path) }
		for want, room := range map[string]hypervisor.Room{
			"":                               {{at("full/there"), 9000}, {at("full/new"), 500}, {at("full/a/b/c"), 0}, {at("new"), 4000}},
			"room 501 500 /mnt/it's  full\n": {{at("full/new"), 400}, {at("full/deep/er/one"), 101}, {at("new"), 4000}},
			"room 4001 4000 /\n":             {{at("new"), 4001}},
		} {
			r := h.Run(room.Probe())
			if err := r.Err(); err != nil || r.Stdout != want {
				t.Errorf("%s: %v: %q, want %q", shell, err, r.Stdout, want)
			}
		}
		if r := h.Run(hypervisor.Room{{at("new"), 1}, {at("broken/x"), 1}, {at("other"), 1}}.Probe()); r.Err() == nil {
			t.Errorf("%s: what cannot be looked at is taken for enough: %q", shell, r.Stdout)
		}
	}
	if got := hypervisor.Short("room 501 500 /mnt/it's  full\n"); got != "room on /mnt/it's  full: 501 MiB are needed, 500 MiB are free" {
		t.Errorf("in words: %s", got)
	}
	if got := hypervisor.Short("program ip\n"); got != "" {
		t.Errorf("another line is taken for one of these: %s", got)
	}
}
