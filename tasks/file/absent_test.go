package file_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestAbsentConforms(t *testing.T) {
	gone := func(path string, recursive bool) func(string) tasks.Task {
		return func(root string) tasks.Task { return file.Absent{Path: root + path, Recursive: recursive} }
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "absent", Task: gone("/x", false), InSync: true},
		taskstest.Case{Name: "no parent", Task: gone("/x/y/z", false), InSync: true},
		taskstest.Case{Name: "file", Task: gone("/x", false), Setup: write("x", "a", 0o444)},
		taskstest.Case{Name: "link", Task: gone("/x", false), Setup: symlink("/etc", "x")},
		taskstest.Case{Name: "empty directory", Task: gone("/d/e", false), Setup: func(t testing.TB, root string) {
			mkdir(t, root+"/d/e")
		}},
		taskstest.Case{Name: "full directory", Task: gone("/d", false), Setup: write("d/.x", "", 0o644), Refused: "only Recursive"},
		taskstest.Case{Name: "recursive", Task: gone("/d", true), Setup: func(t testing.TB, root string) {
			write("d/e/f g/-x", "", 0o644)(t, root)
			mkdir(t, root+"/d/e/f g/h\ni")
			symlink("/etc", "d/e/l")(t, root)
		}},
	)
}

func TestAbsentSparesTheSystem(t *testing.T) {
	for _, p := range []string{"/", "/etc", "/usr/bin", "/var/log", "/proc/1", "/dev/null", "etc", "/etc/../usr", ""} {
		task := file.Absent{Path: p, Recursive: true}
		if task.Validate() == nil {
			t.Errorf("Validate accepts %q", p)
		}
		if c, err := task.Plan("directory 755 0:0 root:root\nfull\n"); err == nil {
			t.Errorf("Plan removes %q: %v", p, c)
		}
	}
	if err := (file.Absent{Path: "/etc/motd"}).Validate(); err != nil {
		t.Error(err)
	}
}

// Removal stops at the border of another file system.
func TestAbsentSparesWhatIsMounted(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		h.Shell.Argv = append([]string{"unshare", "-rm"}, h.Shell.Argv...)
		mkdir(t, h.Root+"/d/mounted")
		c, err := file.Absent{Path: h.Root + "/d", Recursive: true}.Plan("directory 755 0:0 root:root\nfull\n")
		if err != nil {
			t.Fatal(err)
		}
		write("elsewhere/precious", "", 0o600)(t, h.Root)
		for _, mount := range []sh.Script{
			`mount -t tmpfs none "$ROOT/d/mounted" && : >"$ROOT/d/mounted/precious" || exit 99`,
			`mount --bind "$ROOT/elsewhere" "$ROOT/d/mounted" || exit 99`, // of the same file system
		} {
			r := h.Run(mount + "\n" + c.Script() + "\nrc=$?\n" + `ls "$ROOT/d/mounted"; exit $rc`)
			if r.Stdout != "precious\n" || r.Status == 0 || r.Status == 99 || !strings.Contains(r.Stderr, "d/mounted is mounted, and stays") {
				t.Errorf("%s: exited with %d, left %q, said %q", mount, r.Status, r.Stdout, r.Stderr)
			}
		}
	})
}
