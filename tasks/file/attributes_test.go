package file_test

import (
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestAttributesConform(t *testing.T) {
	of := func(a file.Attributes) func(string) tasks.Task {
		return func(root string) tasks.Task { a := a; a.Path = root + "/it's d"; return a }
	}
	setid := file.Attributes{Owner: stranger(), Mode: 0o751 | fs.ModeSetgid}
	mode, all := file.Attributes{Mode: 0o751 | fs.ModeSetgid}, file.Attributes{Owner: stranger(), Mode: 0o700, Recursive: true}
	taskstest.Conform(t,
		taskstest.Case{Name: "absent", Task: of(mode), Refused: "it's d is absent, and is for others to make"},
		taskstest.Case{Name: "file", Task: of(mode), Setup: write("it's d", "", 0o600)},
		taskstest.Case{Name: "directory", Task: of(mode), Setup: func(t testing.TB, root string) { mkdir(t, root+"/it's d") }},
		taskstest.Case{Name: "in sync", Task: of(mode), Setup: write("it's d", "", 0o751|fs.ModeSetgid), InSync: true},
		taskstest.Case{Name: "file, recursive", Task: of(all), Setup: write("it's d", "", 0o600)},
		taskstest.Case{Name: "recursive", Task: of(all), Setup: func(t testing.TB, root string) {
			write("it's d/-x\ny/z", "", 0o600)(t, root)
			symlink("../precious", "it's d/l")(t, root)
		}},
		taskstest.Case{Name: "owner only, set-id", Task: of(setid), Setup: write("it's d", "", 0o751|fs.ModeSetgid), InSync: os.Getuid() != 0},
		taskstest.Case{Name: "link", Task: of(mode), Setup: symlink("/etc", "it's d"), Refused: "is a link to /etc"},
	)
}

// Links are given away themselves, what they point to is not, nor what is
// mounted.
func TestAttributesStayBelow(t *testing.T) {
	if os.Getuid() != 0 {
		return // only root can give files away
	}
	each(t, func(t *testing.T, h *taskstest.Host) {
		write("precious/f", "kept", 0o600)(t, h.Root)
		write("d/e/f", "", 0o600)(t, h.Root)
		symlink("../precious", "d/l")(t, h.Root)
		task := file.Attributes{Path: h.Root + "/d", Owner: stranger(), Recursive: true}
		c, r := h.Apply(task)
		if r.Err() != nil || len(c.Steps) != 2 || c.Steps[1].Was != "4 of root:root" {
			t.Fatalf("%+v, %v", c, r.Err())
		}
		if info, err := os.Lstat(h.Root + "/d/l"); err != nil || info.Sys().(*syscall.Stat_t).Gid != 12 {
			t.Errorf("the link has %v, %v", info.Sys(), err)
		}
		precious(t, h)
		if err := os.Chown(h.Root+"/d/e/f", 0, 0); err != nil {
			t.Fatal(err)
		}
		if c, err := h.Plan(task); err != nil || len(c.Steps) != 1 || c.Steps[0].Was != "1 of root:root" {
			t.Errorf("%+v, %v", c, err)
		}
		mounted := *h
		mounted.Shell.Argv = append([]string{"unshare", "-m"}, h.Shell.Argv...)
		if r := mounted.Run(`mount --bind "$ROOT/precious" "$ROOT/d/e" || exit 99` + "\n" + c.Steps[1].Do); r.Status != 1 || !strings.Contains(r.Stderr, "is mounted, and stays") {
			t.Errorf("status %d, said %q", r.Status, r.Stderr)
		}
		precious(t, h)
	})
}
