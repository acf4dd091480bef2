package guardtest

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// Kill kills the guard that keeps the directory, and all that it has started.
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
}
