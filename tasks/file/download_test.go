package file_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// release is the body that the servers of these tests have.
var release = strings.Repeat("\x00it's new\n", 10000)

func sumOf(body string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(body))) }

// serve returns the address of a server with the release at most paths.
func serve(t testing.TB) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(release)) })
	mux.HandleFunc("/gone", http.NotFound)
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) })
	mux.HandleFunc("/other", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("another")) })
	mux.HandleFunc("/circle", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/circle", http.StatusFound) })
	mux.HandleFunc("/cut", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(release)))
		_, _ = w.Write([]byte(release[:5000])) // the server then closes the connection
	})
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

// fetchers runs a test on hosts that fetch with curl, with the wget of GNU, and
// with that of busybox.
func fetchers(t *testing.T, test func(*testing.T, *taskstest.Host)) {
	for _, kind := range taskstest.Kinds() {
		t.Run(kind+"/curl", func(t *testing.T) { test(t, taskstest.NewHost(t, kind, nil)) })
		t.Run(kind+"/wget", func(t *testing.T) { test(t, without(t, taskstest.NewHost(t, kind, nil), "curl")) })
	}
}

// without makes these commands missing on the host.
func without(t *testing.T, h *taskstest.Host, names ...string) *taskstest.Host {
	t.Helper()
	tools := t.TempDir()
	for _, dir := range append(h.Shell.Path, "/usr/sbin", "/usr/bin", "/sbin", "/bin") {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if err := os.Symlink(dir+"/"+e.Name(), tools+"/"+e.Name()); err != nil && !errors.Is(err, fs.ErrExist) {
				t.Fatal(err)
			}
		}
	}
	for _, name := range names {
		if err := os.Remove(tools + "/" + name); err != nil {
			t.Fatal(err)
		}
	}
	h.Shell.Argv = append([]string{"env", "PATH=" + tools}, h.Shell.Argv...)
	return h
}

func TestDownloadConforms(t *testing.T) {
	url := serve(t)
	download := func(path string) func(string) tasks.Task {
		return func(root string) tasks.Task {
			return file.Download{Path: root + "/opt/it's new", URL: url + path, SHA256: strings.ToUpper(sumOf(release)), Mode: 0o750, Owner: stranger()}
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "absent", Task: download("/"), Setup: write("opt/x", "", 0o644)},
		taskstest.Case{Name: "differs", Task: download("/"), Setup: write("opt/it's new", "old", 0o644)},
		taskstest.Case{Name: "redirected", Task: download("/moved"), Setup: write("opt/it's new", "old", 0o644)},
		taskstest.Case{Name: "special characters", Task: download("/a?b=it's&c=$HOME;[1-2]*#-"), Setup: write("opt/x", "", 0o644)},
		taskstest.Case{Name: "mode only", Task: download("/gone"), Setup: write("opt/it's new", release, 0o644)},
		taskstest.Case{Name: "no directory", Task: download("/"), Refused: "/opt does not exist"},
		taskstest.Case{Name: "is a directory", Task: download("/"), Setup: write("opt/it's new/x", "", 0o644), Refused: "is a directory"},
		taskstest.Case{Name: "verified", Setup: write("f", "old", 0o644), Task: func(root string) tasks.Task {
			return file.Download{Path: root + "/f", URL: url, SHA256: sumOf(release), Verify: "grep -aq new", Backup: true}
		}},
	)
}

func TestDownloadFetchers(t *testing.T) {
	url := serve(t)
	fetchers(t, func(t *testing.T, h *taskstest.Host) {
		for _, path := range []string{"/", "/moved", "/a?b=it's&c=$HOME;[1-2]*#-"} {
			task := file.Download{Path: h.Root + "/f", URL: url + path, SHA256: sumOf(release)}
			if _, r := h.Apply(task); r.Err() != nil {
				t.Fatal(r.Err())
			}
			if body, err := os.ReadFile(task.Path); err != nil || string(body) != release {
				t.Errorf("%s: %d bytes, %v", path, len(body), err)
			}
			if c, err := h.Plan(task); err != nil || !c.Empty() {
				t.Errorf("%s: %v, %v", path, c, err)
			}
			write("f", "old", 0o600)(t, h.Root)
		}
	})
}

// Whatever goes wrong, the old file stays and nothing else.
func TestDownloadRefused(t *testing.T) {
	url := serve(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + l.Addr().String() + "/"
	_ = l.Close()
	fetchers(t, func(t *testing.T, h *taskstest.Host) {
		write("f", "old\n", 0o640)(t, h.Root)
		for address, reason := range map[string]string{
			url + "/gone":                  "404",
			url + "/other":                 "sha256 " + sumOf("another") + " of what was sent is not " + sumOf(release) + ": " + url + "/other",
			url + "/cut":                   url + "/cut",
			url + "/circle":                "cannot fetch " + url + "/circle",
			url + "/slow":                  "cannot fetch " + url + "/slow",
			closed:                         "cannot fetch " + closed,
			"http://no-such-host.invalid/": "cannot fetch http://no-such-host.invalid/",
		} {
			task := file.Download{Path: h.Root + "/f", URL: address, SHA256: sumOf(release), Within: time.Second}
			c, err := h.Plan(task)
			if err != nil || len(c.Steps) != 2 {
				t.Fatalf("%v, %v", c, err)
			}
			unchanged(t, h, c.Script(), reason)
		}
	})
}

func TestDownloadWithoutFetcher(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, nil)
		without(t, h, "curl", "wget")
		write("f", "old\n", 0o640)(t, h.Root)
		c, err := h.Plan(file.Download{Path: h.Root + "/f", URL: "http://127.0.0.1/", SHA256: sumOf(release)})
		if err != nil {
			t.Fatal(err)
		}
		unchanged(t, h, c.Script(), "neither curl nor wget is installed")
	}
}

func TestDownloadToAFileSystemThatIsFullOrReadOnly(t *testing.T) {
	url := serve(t)
	fetchers(t, func(t *testing.T, h *taskstest.Host) {
		task := file.Download{Path: h.Root + "/d/f", URL: url, SHA256: sumOf(release), Mode: 0o640}
		r := onTmpfs(t, h, "size=16k", "", task)
		if r.Status != 1 || r.Stdout != "f\nold\n" || !strings.Contains(r.Stderr, "cannot fetch") {
			t.Errorf("full: exited with %d, left %q, said %q", r.Status, r.Stdout, r.Stderr)
		}
		r = onTmpfs(t, h, "size=1m", `mount -o remount,ro "$ROOT/d" || exit 99`, task)
		if r.Status != 1 || r.Stdout != "f\nold\n" || !strings.Contains(r.Stderr, "Read-only file system") {
			t.Errorf("read-only: exited with %d, left %q, said %q", r.Status, r.Stdout, r.Stderr)
		}
	})
}
