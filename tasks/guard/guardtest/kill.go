package guardtest

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Kill kills the guard that keeps the directory, and all that it has started, and waits for
// its end.
func Kill(t testing.TB, dir string) {
	t.Helper()
	process, err := os.ReadFile(filepath.Join(dir, "process"))
	if err != nil {
		t.Fatal(err)
	}
	id, _, _ := strings.Cut(string(process), ":")
	group, err := strconv.Atoi(id)
	if err != nil || group < 2 {
		t.Fatalf("the guard's process is %q", process)
	}
	if err := syscall.Kill(-group, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		stat, err := os.ReadFile("/proc/" + id + "/stat")
		if err != nil || strings.Contains(string(stat), ") Z ") { // whoever inherits it may take a moment
			return
		}
		if time.Now().After(end) {
			t.Fatalf("it survives: %s", stat)
		}
	}
}
