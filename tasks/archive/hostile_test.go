package archive_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/archive"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

const link = fs.ModeSymlink | 0o777

// hostile are archives that are refused.
func hostile(root string) map[string][]member {
	return map[string][]member{
		"parent":                {{name: "../evil", mode: 0o644}},
		"parent in the middle":  {{name: "a/../../evil", mode: 0o644}},
		"absolute":              {{name: root + "/evil", mode: 0o644}},
		"link to absolute":      {{name: "l", mode: link, target: root + "/precious"}},
		"link to parent":        {{name: "a/l", mode: link, target: "../../precious"}},
		"link by way of a link": {{name: "a/up", mode: link, target: ".."}, {name: "l", mode: link, target: "a/up/../precious"}},
		"through a link":        {{name: "l", mode: link, target: root + "/precious"}, {name: "l/f", mode: 0o644, body: "evil"}},
		"hard link":             {{name: "h", mode: 0o644, target: root + "/precious/f"}},
		"over a hard link":      {{name: "h", mode: 0o644, target: root + "/precious/f"}, {name: "h", mode: 0o644, body: "evil"}, {name: "g", mode: 0o644, target: root + "/precious/f"}},
		"device":                {{name: "null", mode: fs.ModeDevice | fs.ModeCharDevice | 0o666}},
		"pipe":                  {{name: "p", mode: fs.ModeNamedPipe | 0o666}},
		"line feed":             {{name: "a\nb", mode: 0o644}},
		"stamp":                 {{name: ".hrun-archive", mode: 0o644}},
		"stamp as link":         {{name: ".hrun-archive", mode: link, target: "a"}},
	}
}

// refused applies the task, which must fail and leave the old directory.
func refused(t *testing.T, h *taskstest.Host, x archive.Extracted, reason string) {
	t.Helper()
	c, r := h.Apply(x)
	if len(c.Steps) != 1 || r.Status == 0 || !strings.Contains(r.Stderr, reason) {
		t.Errorf("status %d, %q, want %q", r.Status, r.Stderr, reason)
	}
	if old := read(t, x.Into+"/bin/app"); old != "1" {
		t.Errorf("the old directory has become %q", old)
	}
	if precious := read(t, h.Root+"/precious/f"); precious != "kept" {
		t.Errorf("precious became %q", precious)
	}
	info, err := os.Stat(h.Root + "/precious/f")
	if err != nil || info.Mode() != 0o644 {
		t.Errorf("precious became %v, %v", info, err)
	}
}

func TestHostileArchives(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		put(t, h.Root+"/precious/f", []byte("kept"))
		x := archive.Extracted{Source: h.Root + "/a.tgz", Into: h.Root + "/app", Owner: stranger(), Strip: 1}
		put(t, x.Source, tarball(t, "gzip", release("1")...))
		applied(t, h, x)
		x.Strip = 0
		for name, members := range hostile(h.Root) {
			t.Run(name, func(t *testing.T) {
				put(t, x.Source, tarball(t, "gzip", members...))
				refused(t, h, x, "")
				alone(t, h, "a.tgz", "app", "precious")
			})
		}
	})
}

func TestHostileZips(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		put(t, h.Root+"/precious/f", []byte("kept"))
		x := archive.Extracted{Source: h.Root + "/a.zip", Into: h.Root + "/app", Owner: stranger(), Strip: 1}
		put(t, x.Source, zipped(t, release("1")...))
		applied(t, h, x)
		x.Strip = 0
		for _, name := range []string{"parent", "parent in the middle", "absolute", "link to absolute", "link to parent", "link by way of a link", "stamp"} {
			t.Run(name, func(t *testing.T) {
				put(t, x.Source, zipped(t, hostile(h.Root)[name]...))
				refused(t, h, x, "refused, because the archive has")
				alone(t, h, "a.zip", "app", "precious")
			})
		}
	})
}

func TestDamagedArchives(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		put(t, h.Root+"/precious/f", []byte("kept"))
		for name, body := range map[string][]byte{
			"a.tgz": tarball(t, "gzip", release("1")...), "a.tar": tarball(t, "", release("1")...), "a.zip": zipped(t, release("1")...),
			"a.txz": tarball(t, "xz", release("1")...), "a.tbz2": tarball(t, "bzip2", release("1")...),
		} {
			x := archive.Extracted{Source: h.Root + "/" + name, Into: h.Root + "/app", Strip: 1}
			put(t, x.Source, body)
			if _, r := h.Apply(x); r.Err() != nil {
				t.Fatal(r.Err())
			}
			for what, damaged := range map[string][]byte{"cut": body[:len(body)/3], "other": []byte("<html>404</html>\n")} {
				t.Run(name+" "+what, func(t *testing.T) {
					put(t, x.Source, damaged)
					refused(t, h, x, "")
				})
			}
			if err := os.Remove(x.Source); err != nil {
				t.Fatal(err)
			}
		}
		alone(t, h, "app", "precious")
	})
}

func TestNotAllInOneDirectory(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		put(t, h.Root+"/precious/f", []byte("kept"))
		x := archive.Extracted{Source: h.Root + "/a.tgz", Into: h.Root + "/app", Strip: 1}
		put(t, x.Source, tarball(t, "gzip", release("1")...))
		applied(t, h, x)
		put(t, x.Source, tarball(t, "gzip", append(release("2"), member{name: "b", mode: 0o644})...))
		refused(t, h, x, "not all lies in one")
	})
}

// own runs the remedies on a file system of its own, with the old directory.
func own(t *testing.T, h *taskstest.Host, x archive.Extracted, options string, prepare sh.Script) taskstest.Result {
	t.Helper()
	c, err := h.Plan(x)
	if err != nil || c.Empty() {
		t.Fatalf("%v, %v", c, err)
	}
	alone := *h
	alone.Shell.Argv = append([]string{"unshare", "-rm"}, h.Shell.Argv...)
	return alone.Run(`mount -t tmpfs ` + sh.Word("-o"+options) + ` none "$ROOT/d" && mkdir "$ROOT/d/app" && echo old >"$ROOT/d/app/f" || exit 99
` + prepare + `
( ` + c.Script() + ` )
rc=$?
ls -A "$ROOT/d" && cat "$ROOT/d/app/f"
exit $rc`)
}

func TestFullReadOnlyAndMounted(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		x := archive.Extracted{Source: h.Root + "/a.tgz", Into: h.Root + "/d/app", Force: true}
		put(t, x.Source, tarball(t, "gzip", member{name: "f", mode: 0o644, body: strings.Repeat("new\n", 20000)}))
		put(t, x.Into+"/f", []byte("old\n"))
		for reason, r := range map[string]taskstest.Result{
			"tar: ":      own(t, h, x, "size=16k", ""),
			"Read-only":  own(t, h, x, "size=1m", `mount -o remount,ro "$ROOT/d" || exit 99`),
			"is mounted": own(t, h, x, "size=1m", `mkdir "$ROOT/d/app/m" && mount -t tmpfs none "$ROOT/d/app/m" || exit 99`),
		} {
			if r.Status == 0 || r.Stdout != "app\nold\n" || !strings.Contains(r.Stderr, reason) {
				t.Errorf("%s: exited with %d, left %q, said %q", reason, r.Status, r.Stdout, r.Stderr)
			}
		}
		if r := own(t, h, x, "size=1m", ""); r.Err() != nil || !strings.HasPrefix(r.Stdout, "app\nnew\n") {
			t.Errorf("%v, left %.20q", r.Err(), r.Stdout)
		}
	})
}

// Where nothing was before, nothing is afterwards.
func TestNothingIsLeftOfAFailure(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		x := archive.Extracted{Source: h.Root + "/a.tgz", Into: h.Root + "/app"}
		put(t, x.Source, tarball(t, "gzip", member{name: "f", mode: 0o644}, member{name: "l", mode: link, target: "/etc"}))
		if _, r := h.Apply(x); r.Status == 0 {
			t.Error("extracted")
		}
		alone(t, h, "a.tgz")
	})
}

// What is kept is not lost where it cannot be kept, nor taken from elsewhere.
func TestKeptOrNothing(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		put(t, h.Root+"/precious/f", []byte("kept"))
		x := archive.Extracted{Source: h.Root + "/a.tgz", Into: h.Root + "/app", Strip: 1, Keep: []string{"etc/data"}}
		put(t, x.Source, tarball(t, "gzip", release("1")...))
		applied(t, h, x)
		put(t, x.Into+"/etc/data", []byte("data"))
		put(t, x.Source, tarball(t, "gzip", append(release("2"), member{name: "app/etc", mode: 0o644})...))
		refused(t, h, x, "etc")
		if data := read(t, x.Into+"/etc/data"); data != "data" {
			t.Errorf("data became %q", data)
		}

		x.Keep = []string{"bin/app", "etc/f"}
		x.Force = true
		if err := os.RemoveAll(x.Into + "/etc"); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(h.Root+"/precious", x.Into+"/etc"); err != nil {
			t.Fatal(err)
		}
		put(t, x.Source, tarball(t, "gzip", release("2")...))
		refused(t, h, x, "a link leads to etc/f")
		alone(t, h, "a.tgz", "app", "precious")
	})
}
