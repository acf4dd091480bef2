package secrets_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/hrun-dev/hrun/recipes/secrets"
)

// What root makes in someone's checkout belongs to them.
func TestOwner(t *testing.T) {
	checkout := t.TempDir()
	want := os.Geteuid()
	if want == 0 {
		want = 65534
		if err := os.Chown(checkout, want, want); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := secrets.New(secrets.Beside(checkout), false).Secret("key", 16); err != nil {
		t.Fatal(err)
	}
	for _, made := range []string{".hrun", ".hrun/secrets", ".hrun/secrets/key"} {
		info, err := os.Stat(filepath.Join(checkout, made))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Sys().(*syscall.Stat_t).Uid; int(got) != want {
			t.Errorf("%s belongs to %d, want %d", made, got, want)
		}
	}
}
