package keepalived_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/internal/segmenttest"
	"github.com/hrun-dev/hrun/tasks/file/verify"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// judged has the real keepalived judge a file.
func judged(t *testing.T, h *taskstest.Host, body string) taskstest.Result {
	t.Helper()
	if err := os.WriteFile(filepath.Join(h.Root, "f"), []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	return h.Run(verify.Keepalived() + ` "$ROOT/f"`)
}

// It accepts each of the golden files, without a word.
func TestKeepalivedAcceptsConfigurations(t *testing.T) {
	_, ns := segmenttest.New(t, 1)
	files, err := filepath.Glob("testdata/*.conf")
	if err != nil || len(files) != 4 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	h := ns[0].Host("dash", nil)
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if r := judged(t, h, string(body)); r.Status != 0 || r.Stderr != "" {
			t.Errorf("%s: status %d, said %q", file, r.Status, r.Stderr)
		}
	}
}

// What it says only once it has judged the scripts, which by itself it does not
// come to where they run as anyone but root.
func TestKeepalivedRefusesConfigurations(t *testing.T) {
	_, ns := segmenttest.New(t, 1)
	h := ns[0].Host("dash", nil)
	body, err := os.ReadFile("testdata/master.conf")
	if err != nil {
		t.Fatal(err)
	}
	for change, want := range map[string]string{
		"/usr/bin/pgrep -> /usr/bin/nonesuch":       "Disabling track script haproxy since not found",
		"advert_int 1 -> nopreempt":                 "nopreempt will not work with initial state MASTER",
		"eno1 -> eno2":                              "interface eno2 for vrrp_instance VI_1 doesn't exist",
		"script_user nobody -> script_user nope":    "Error setting global script uid/gid",
		"auth_pass hunter2x -> auth_pass 123456789": "Truncating auth_pass to 8 characters",
	} {
		from, to, _ := strings.Cut(change, " -> ")
		if r := judged(t, h, strings.Replace(string(body), from, to, 1)); r.Status == 0 || !strings.Contains(r.Stderr, want) {
			t.Errorf("%s: status %d, said %q", change, r.Status, r.Stderr)
		}
	}
}
