package archive_test

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/archive"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestExtractedConforms(t *testing.T) {
	app := func(name string) func(string) tasks.Task {
		return func(root string) tasks.Task {
			return archive.Extracted{Source: root + "/it's " + name, Into: root + "/opt/it's app", Strip: 1, Owner: stranger(), Mode: 0o750}
		}
	}
	with := func(name string, body []byte, others ...string) func(testing.TB, string) {
		return func(t testing.TB, root string) {
			put(t, root+"/it's "+name, body)
			put(t, root+"/opt/x", nil)
			for _, o := range others {
				put(t, root+"/opt/it's app/"+o, nil)
			}
		}
	}
	plain, gz := tarball(t, "", release("1")...), tarball(t, "gzip", release("1")...)
	cases := []taskstest.Case{
		{Name: "tar", Task: app("a.tar"), Setup: with("a.tar", plain)},
		{Name: "gzip", Task: app("a.tar.gz"), Setup: with("a.tar.gz", gz)},
		{Name: "bzip2", Task: app("a.tbz2"), Setup: with("a.tbz2", tarball(t, "bzip2", release("1")...))},
		{Name: "xz", Task: app("a.tar.xz"), Setup: with("a.tar.xz", tarball(t, "xz", release("1")...))},
		{Name: "zstd", Task: app("a.tar.zst"), Setup: with("a.tar.zst", tarball(t, "zstd", release("1")...)), MachineTools: true},
		{Name: "zip", Task: app("a.zip"), Setup: with("a.zip", zipped(t, release("1")...))},
		{Name: "no archive", Task: app("a.tgz"), Refused: "a.tgz is absent"},
		{Name: "no directory", Task: app("a.tgz"), Setup: func(t testing.TB, root string) { put(t, root+"/it's a.tgz", gz) }, Refused: "/opt does not exist"},
		{Name: "empty directory", Task: app("a.tgz"), Setup: func(t testing.TB, root string) {
			with("a.tgz", gz, "x")(t, root)
			if err := os.Remove(root + "/opt/it's app/x"); err != nil {
				t.Fatal(err)
			}
		}},
		{Name: "occupied", Task: app("a.tgz"), Setup: with("a.tgz", gz, "data"), Refused: "would be lost: ./data"},
		{Name: "is a file", Task: app("a.tgz"), Setup: func(t testing.TB, root string) {
			with("a.tgz", gz)(t, root)
			put(t, root+"/opt/it's app", nil)
		}, Refused: "is a file, not a directory"},
		{Name: "is a link", Task: app("a.tgz"), Setup: func(t testing.TB, root string) {
			with("a.tgz", gz)(t, root)
			if err := os.Symlink("/etc", root+"/opt/it's app"); err != nil {
				t.Fatal(err)
			}
		}, Refused: "is a link to /etc, not a directory"},
		{Name: "kept", Setup: with("a.tgz", gz, "data", "etc/a b/c"), Task: func(root string) tasks.Task {
			x := app("a.tgz")(root).(archive.Extracted)
			x.Keep = []string{"etc/a b", "data", "-rf"}
			return x
		}},
		{Name: "not all kept", Setup: with("a.tgz", gz, "data", "etc/a b/c", "etc/d"), Task: func(root string) tasks.Task {
			x := app("a.tgz")(root).(archive.Extracted)
			x.Keep = []string{"etc/a b", "data"}
			return x
		}, Refused: "would be lost: ./etc/d"},
		{Name: "forced", Setup: with("a.tgz", gz, "data", "etc/a b/c"), Task: func(root string) tasks.Task {
			x := app("a.tgz")(root).(archive.Extracted)
			x.Keep, x.Force = []string{"etc/a b", "-rf"}, true
			return x
		}},
	}
	taskstest.Conform(t, cases...)
}

func stranger() string {
	if os.Geteuid() == 0 {
		return "daemon:12"
	}
	return ""
}

// applied applies the task, which must succeed and have something to do.
func applied(t *testing.T, h *taskstest.Host, x archive.Extracted) string {
	t.Helper()
	c, r := h.Apply(x)
	if r.Err() != nil || len(c.Steps) != 1 {
		t.Fatalf("%v, %v", c, r.Err())
	}
	insync(t, h, x)
	return c.Steps[0].Was
}

func insync(t *testing.T, h *taskstest.Host, x archive.Extracted) {
	t.Helper()
	if c, err := h.Plan(x); err != nil || !c.Empty() {
		t.Fatalf("%v, %v", c, err)
	}
}

func TestWhatIsExtracted(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		put(t, h.Root+"/a.tgz", tarball(t, "gzip", release("1")...))
		into := h.Root + "/app"
		applied(t, h, archive.Extracted{Source: h.Root + "/a.tgz", Into: into, Strip: 1})
		for name, mode := range map[string]fs.FileMode{
			"": fs.ModeDir | 0o755, "/bin": fs.ModeDir | 0o755, "/bin/app": 0o755, "/it's new $HOME": 0o644, "/-rf": 0o644, "/.hrun-archive": 0o644,
		} {
			info, err := os.Lstat(into + name)
			if err != nil || info.Mode() != mode || int(info.Sys().(*syscall.Stat_t).Uid) != os.Geteuid() {
				t.Errorf("%s: %v, %v", name, info, err)
			}
		}
		if target, err := os.Readlink(into + "/bin/data"); err != nil || target != "../it's new $HOME" {
			t.Errorf("%q, %v", target, err)
		}
		alone(t, h, "a.tgz", "app")
	})
}

// alone checks what is left in the scratch directory.
func alone(t *testing.T, h *taskstest.Host, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(h.Root)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if err != nil || !slices.Equal(names, want) {
		t.Errorf("there is %q, want %q, %v", names, want, err)
	}
}

func TestWhatIsNoticed(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		x := archive.Extracted{Source: h.Root + "/a.tgz", Into: h.Root + "/app", Strip: 1}
		put(t, x.Source, tarball(t, "gzip", release("1")...))
		applied(t, h, x)
		for what, do := range map[string]func() error{
			"without ./bin/app":                         func() error { return os.Remove(x.Into + "/bin/app") },
			"without ./bin, ./bin/app, ./bin/data":      func() error { return os.RemoveAll(x.Into + "/bin") },
			"changed ./bin/app":                         func() error { return os.WriteFile(x.Into+"/bin/app", []byte("longer"), 0) },
			"changed ./-rf":                             func() error { return os.Chmod(x.Into+"/-rf", 0o600) },
			"not from an archive, and other things":     func() error { return os.Remove(x.Into + "/.hrun-archive") },
			"absent":                                    func() error { return os.RemoveAll(x.Into) },
			"archive with sha256 ":                      func() error { return os.WriteFile(x.Source, tarball(t, "gzip", release("2")...), 0) },
			"extracted with (strip, mode, owner) 1 755": func() error { x.Mode = 0o711; return nil },
		} {
			if err := do(); err != nil {
				t.Fatal(err)
			}
			x.Force = true
			if was := applied(t, h, x); !strings.HasPrefix(was, what) {
				t.Errorf("was %q, want %q", was, what)
			}
			x.Force = false
		}
		if read(t, x.Into+"/bin/app") != "2" && read(t, x.Source) == "" {
			t.Error("the new archive is not extracted")
		}
	})
}

func TestOthersAndKept(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		x := archive.Extracted{Source: h.Root + "/a.tgz", Into: h.Root + "/app", Strip: 1, Keep: []string{"etc/it's", "bin/app"}}
		put(t, x.Source, tarball(t, "gzip", release("1")...))
		applied(t, h, x)
		put(t, x.Into+"/etc/it's/conf", []byte("mine"))
		put(t, x.Into+"/bin/app", []byte("mine too"))
		put(t, x.Into+"/etc/other", nil)
		insync(t, h, x)
		put(t, x.Source, tarball(t, "gzip", append(release("2"), member{name: "app/new", mode: 0o600})...))
		var occupied *archive.OccupiedError
		if _, err := h.Plan(x); !errors.As(err, &occupied) || !slices.Equal(occupied.Others, []string{"./etc/other"}) {
			t.Errorf("planned with %v", err)
		}
		x.Keep = []string{"etc", "bin/app"}
		applied(t, h, x)
		if a, b := read(t, x.Into+"/etc/it's/conf"), read(t, x.Into+"/bin/app"); a != "mine" || b != "mine too" {
			t.Errorf("kept are %q and %q", a, b)
		}
		if _, err := os.Stat(x.Into + "/new"); err != nil {
			t.Error(err)
		}
		alone(t, h, "a.tgz", "app")
	})
}

// A mistake in the archive is seen in check mode as well, where names tell it.
func TestPreview(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		x := archive.Extracted{Source: h.Root + "/a.tgz", Into: h.Root + "/app"}
		put(t, x.Source, tarball(t, "gzip", member{name: "a/../../b", mode: 0o644}))
		c, err := h.Plan(x)
		if err != nil {
			t.Fatal(err)
		}
		if r := h.Run(c.Steps[0].Preview); r.Status != 1 || !strings.Contains(r.Stderr, "lead out of it") {
			t.Errorf("exited with %d and %q", r.Status, r.Stderr)
		}
	})
}

func TestValidate(t *testing.T) {
	for _, x := range []archive.Extracted{
		{},
		{Source: "/a.rar", Into: "/a"},
		{Source: "a.tar", Into: "/a"},
		{Source: "/a.tar", Into: "a"},
		{Source: "/a.tar", Into: "/"},
		{Source: "/b/a.tar", Into: "/b"},
		{Source: "/a[1].zip", Into: "/a"},
		{Source: "/a.tar", Into: "/a", Strip: -1},
		{Source: "/a.tar", Into: "/a", Owner: "root"},
		{Source: "/a.tar", Into: "/a", Mode: fs.ModeDir},
		{Source: "/a.tar", Into: "/a", Keep: []string{"../b"}},
		{Source: "/a.tar", Into: "/a", Keep: []string{"/b"}},
		{Source: "/a.tar", Into: "/a", Keep: []string{"b\nc"}},
	} {
		if x.Validate() == nil {
			t.Errorf("Validate accepts %+v", x)
		}
		if _, err := x.Plan("absent\nabsent\n"); err == nil {
			t.Errorf("Plan accepts %+v", x)
		}
	}
}

func TestPlans(t *testing.T) {
	x := archive.Extracted{Source: "/var/cache/app.tar.gz", Into: "/opt/app", Strip: 1, Owner: "root:app", Keep: []string{"etc", "it's"}}
	z := archive.Extracted{Source: "/var/cache/app.zip", Into: "/opt/app", Force: true}
	taskstest.Plans(t, map[string]tasks.Task{"tar": x, "zip": z})
	taskstest.Golden(t, "probe", x.Probe())
}

func TestMissingArchiveIsTyped(t *testing.T) {
	var missing *file.KindError
	_, err := archive.Extracted{Source: "/a.tar", Into: "/b"}.Plan("absent\nabsent\n")
	if !errors.As(err, &missing) || missing.Path != "/a.tar" {
		t.Errorf("error is %v", err)
	}
}
