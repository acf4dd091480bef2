package health_test

import (
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// df stands in for the command: the file system of /proc can be written to even
// where nothing else can.
func df(used string) map[string]string {
	return map[string]string{"df": `echo 'Filesystem 1024-blocks Used Available Capacity Mounted on'; echo 'proc  0  0  0  ` + used + ` /proc dir'`}
}

func TestSpaceConforms(t *testing.T) {
	task := func(string) tasks.Task { return health.Space{Directories: []string{"/proc", "/no/such/'dir"}} }
	taskstest.Conform(t,
		taskstest.Case{Name: "room", Task: task, Commands: df("89%"), InSync: true},
		taskstest.Case{Name: "full", Task: task, Commands: df("90%"), Refused: "/proc dir is full: 90 %"},
		taskstest.Case{Name: "neither blocks nor inodes", Task: task, Commands: df("-"), Refused: "no file system"},
	)
}

// What df really prints, of a file system that has both, and of its directory
// that cannot be written to.
func TestSpaceOfThisMachine(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, nil)
		h.Isolate("-m")
		if err := h.Run(`mkdir "$ROOT/disk" && mount -t tmpfs -o size=64k,nr_inodes=100 none "$ROOT/disk"`).Err(); err != nil {
			t.Fatal(err)
		}
		disk := filepath.Join(h.Root, "disk")
		task := health.Space{Directories: []string{disk}}
		if c, err := h.Plan(task); err != nil || c.Found != "fullest is "+disk+", 0 %" {
			t.Errorf("%s: empty: %q, %v", kind, c.Found, err)
		}
		h.Run(`dd if=/dev/zero of="$ROOT/disk/file" bs=1k count=64 2>&1`)
		if _, err := h.Plan(task); err == nil || err.Error() != disk+" is full: 100 % of its blocks are used" {
			t.Errorf("%s: full: %v", kind, err)
		}
		h.Run(`rm "$ROOT/disk/file"; for i in $(seq 100); do : >"$ROOT/disk/$i"; done 2>&1`)
		if _, err := h.Plan(task); err == nil || err.Error() != disk+" is full: 100 % of its inodes are used" {
			t.Errorf("%s: full of files: %v", kind, err)
		}
		h.Run(`rm "$ROOT"/disk/*; mount -o remount,ro "$ROOT/disk"`)
		if _, err := h.Plan(task); err == nil || !strings.Contains(err.Error(), "its file system is read-only") {
			t.Errorf("%s: read-only: %v", kind, err)
		}
	}
}

func TestSpaceIsAPercentage(t *testing.T) {
	for _, s := range []health.Space{{Most: 101}, {Most: -1}, {Directories: []string{"tmp"}}} {
		if s.Validate() == nil {
			t.Errorf("%+v is accepted", s)
		}
	}
}

// serving answers as the real one does, for as long as the test lasts.
func serving(answer string) func(t testing.TB, root string) {
	return func(t testing.TB, root string) {
		l, err := net.Listen("unix", filepath.Join(root, "admin.sock"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		go func() {
			for c, err := l.Accept(); err == nil; c, err = l.Accept() {
				if _, err := io.ReadFull(c, make([]byte, len("show stat\n"))); err == nil {
					_, _ = io.WriteString(c, answer)
				}
				_ = c.Close()
			}
		}()
	}
}

func TestServersConform(t *testing.T) {
	real, err := os.ReadFile("testdata/show-stat.csv")
	if err != nil {
		t.Fatal(err)
	}
	task := func(required string) func(string) tasks.Task {
		return func(root string) tasks.Task {
			return health.Servers{Socket: root + "/admin.sock", Backend: "kubernetes-master-nodes", Required: required}
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "no haproxy", Task: task(""), InSync: true},
		taskstest.Case{Name: "one up is enough", Task: task("any"), Setup: serving(string(real)), InSync: true},
		taskstest.Case{Name: "all must be up", Task: task("all"), Setup: serving(string(real)), Refused: "2 of 3 servers are not up: kube-mast01 MAINT (resolution): no nameserver knows an address of it; kube-mast02 DOWN: L4CON Connection refused"},
	)
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, nil)
		serving("Permission denied\n")(t, h.Root)
		if r := h.Run(task("")(h.Root).Probe()); r.Status == 0 || !strings.Contains(r.Stderr, "does not tell of its servers") {
			t.Errorf("%s: an answer that is none: %+v", kind, r)
		}
	}
	const run = `"$0" 60 & until read -r comm </proc/$!/comm && [ "$comm" = haproxy ]; do :; done`
	h := alone(run, nil)(t, "dash")
	if r := h.Run(task("none")(h.Root).Probe()); r.Status == 0 || !strings.Contains(r.Stderr, "haproxy runs, and tells nothing of its servers at") {
		t.Errorf("a haproxy without its socket: %+v", r)
	}
	h = taskstest.NewHost(t, "dash", nil)
	hangs, err := net.Listen("unix", filepath.Join(h.Root, "admin.sock")) // the kernel accepts, and nobody answers
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = hangs.Close() }()
	if r := h.Run(task("none")(h.Root).Probe()); r.Status == 0 || !strings.Contains(r.Stderr, "haproxy does not answer at") {
		t.Errorf("a haproxy that hangs: %+v", r)
	}
	if (health.Servers{Required: "some"}).Validate() == nil {
		t.Error("some servers are accepted")
	}
}

// alone makes hosts whose processes are seen by nobody else, and that see no
// others.
func alone(start string, commands map[string]string) func(t testing.TB, kind string) *taskstest.Host {
	return func(t testing.TB, kind string) *taskstest.Host {
		h := taskstest.NewHost(t, kind, commands)
		program := filepath.Join(t.TempDir(), "haproxy")
		if err := os.Symlink("/bin/sleep", program); err != nil {
			t.Fatal(err)
		}
		h.Shell.Argv = append([]string{"unshare", "-pf", "--mount-proc", "sh", "-c", start + `; exec "$@"`, program}, h.Shell.Argv...)
		return h
	}
}

func TestFollowsConforms(t *testing.T) {
	task := func(string) tasks.Task { return health.Follows(netip.MustParseAddr("192.0.2.20")) }
	ip := func(shown string) map[string]string {
		return map[string]string{"ip": `[ "$*" = '-o addr show to 192.0.2.20' ] || exit 2; ` + shown}
	}
	const (
		here = "echo '2: eth0    inet 192.0.2.20/24 scope global eth0'"
		run  = `"$0" 60 & until read -r comm </proc/$!/comm && [ "$comm" = haproxy ]; do :; done`
	)
	taskstest.Conform(t,
		taskstest.Case{Name: "neither", Task: task, Host: alone(":", ip(":")), InSync: true},
		taskstest.Case{Name: "both", Task: task, Host: alone(run, ip(here)), InSync: true},
		taskstest.Case{Name: "address", Task: task, Host: alone(":", ip(here)), Refused: "192.0.2.20 is here, and haproxy does not run here"},
		taskstest.Case{Name: "haproxy", Task: task, Host: alone(run, ip(":")), Refused: "haproxy runs here, and 192.0.2.20 is not here"},
	)
}

func TestAcceptedConforms(t *testing.T) {
	task := func(string) tasks.Task { return health.Accepted("/etc/it's") }
	const refuses = `echo '[NOTICE]   (4711) : haproxy version is 2.6' >&2
echo "[ALERT]    ($$) : config : parsing [/etc/it's:3] : unknown keyword 'binde'" >&2; exit 1`
	taskstest.Conform(t,
		taskstest.Case{Name: "good", Task: task, InSync: true, Commands: map[string]string{"haproxy": `[ "$*" = "-c -f /etc/it's" ]`}},
		taskstest.Case{Name: "bad", Task: task, Refused: "it would not start: config : parsing [/etc/it's:3] : unknown keyword", Commands: map[string]string{"haproxy": refuses}},
	)
}
