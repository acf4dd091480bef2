package file_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// onTmpfs runs the plan of a task, made while "old\n" is in d/f, on a file
// system of its own that is prepared by the script and holds the same. It
// returns the status and words of the remedy, and what is in d afterwards.
func onTmpfs(t *testing.T, h *taskstest.Host, options string, prepare sh.Script, task tasks.Task) (r taskstest.Result) {
	t.Helper()
	write("d/f", "old\n", 0o640)(t, h.Root)
	c, err := h.Plan(task)
	if err != nil || c.Empty() {
		t.Fatalf("%v, %v", c, err)
	}
	own := *h
	own.Shell.Argv = append([]string{"unshare", "-rm"}, h.Shell.Argv...)
	return own.Run(`mount -t tmpfs ` + sh.Word("-o"+options) + ` none "$ROOT/d" && printf 'old\n' >"$ROOT/d/f" && chmod 640 "$ROOT/d/f" || exit 99
` + prepare + `
( ` + c.Script() + ` )
rc=$?
ls -A "$ROOT/d" && cat "$ROOT/d/f"
exit $rc`)
}

func TestDiskFull(t *testing.T) {
	body := strings.Repeat("new\n", 10000)
	each(t, func(t *testing.T, h *taskstest.Host) {
		for _, task := range []tasks.Task{
			file.Content{Path: h.Root + "/d/f", Body: body},
			file.Secret{Path: h.Root + "/d/f", Body: sh.NewSecret(body)},
			file.Block{Path: h.Root + "/d/f", Name: "x", Body: body},
		} {
			r := onTmpfs(t, h, "size=16k", "", task)
			if r.Status != 1 || r.Stdout != "f\nold\n" || !strings.Contains(r.Stderr, "No space left on device") {
				t.Errorf("%s: exited with %d, left %q, said %q", task, r.Status, r.Stdout, r.Stderr)
			}
		}
		// Room for the new body, but not for the backup.
		r := onTmpfs(t, h, "size=16k,nr_inodes=5", `head -c 5000 /dev/zero >"$ROOT/d/f"`, file.Content{Path: h.Root + "/d/f", Body: "new", Backup: true})
		if r.Status == 0 || len(r.Stdout) != len("f\n")+5000 || !strings.Contains(r.Stderr, "No space left on device") {
			t.Errorf("backup: exited with %d, left %d bytes, said %q", r.Status, len(r.Stdout), r.Stderr)
		}
	})
}

func TestReadOnlyFileSystemKeepsTheOldFile(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		for _, task := range []tasks.Task{
			file.Content{Path: h.Root + "/d/f", Body: "new"},
			file.Line{Path: h.Root + "/d/f", Line: "new"},
			file.Absent{Path: h.Root + "/d/f"},
		} {
			r := onTmpfs(t, h, "size=1m", `mount -o remount,ro "$ROOT/d" || exit 99`, task)
			if r.Status != 1 || r.Stdout != "f\nold\n" || !strings.Contains(r.Stderr, "Read-only file system") {
				t.Errorf("%s: exited with %d, left %q, said %q", task, r.Status, r.Stdout, r.Stderr)
			}
		}
	})
}

// The file is synchronized before the rename, the directory after it.
func TestSynchronizedInOrder(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, map[string]string{
			"sync": `echo "sync $* $(cat ../f)" >>"$ROOT/log"; exec /bin/sync "$@"`,
		})
		write("f", "old", 0o644)(t, h.Root)
		if _, r := h.Apply(file.Content{Path: h.Root + "/f", Body: "new"}); r.Err() != nil {
			t.Fatal(r.Err())
		}
		if log, err := os.ReadFile(h.Root + "/log"); err != nil || string(log) != "sync ./f old\nsync .. new\n" {
			t.Errorf("%s: %q, %v", kind, log, err)
		}
	}
}

// accessList is an access control list in the form of acl(5) as an extended
// attribute: version 2, then tag, permissions and id of every entry.
func accessList(user uint32) []byte {
	const any = ^uint32(0)
	var b bytes.Buffer
	_ = binary.Write(&b, binary.LittleEndian, uint32(2))
	for _, e := range []struct {
		Tag, Perm uint16
		ID        uint32
	}{{1, 6, any}, {2, 4, user}, {4, 0, any}, {0x10, 4, any}, {0x20, 0, any}} {
		_ = binary.Write(&b, binary.LittleEndian, e)
	}
	return b.Bytes()
}

// An access control list survives with its file where cp(1) is the GNU one.
func TestKeepsAccessControlList(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	write("f", "old\n", 0o640)(t, h.Root)
	const name = "system.posix_acl_access"
	want := accessList(7)
	if err := syscall.Setxattr(h.Root+"/f", name, want, 0); err != nil {
		t.Fatal(err)
	}
	for _, task := range []tasks.Task{
		file.Line{Path: h.Root + "/f", Line: "new", Backup: true},
		file.Content{Path: h.Root + "/f", Body: "newer", Mode: 0o640},
	} {
		if _, r := h.Apply(task); r.Err() != nil {
			t.Fatal(r.Err())
		}
		for _, f := range []string{"/f", "/f.~1~"} {
			got := make([]byte, 64)
			n, err := syscall.Getxattr(h.Root+f, name, got)
			if err != nil || !bytes.Equal(got[:n], want) {
				t.Errorf("after %s the list of %s is %x, %v, want %x", task, f, got[:max(n, 0)], err, want)
			}
		}
	}
}
