package local_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/runner/transport/transporttest"
)

func TestConformance(t *testing.T) { conform(t, inventory.Become{}) }

func TestConformanceAsAnotherUser(t *testing.T) {
	standIn(t, "")
	conform(t, inventory.Become{Enabled: true})
}

func TestConformanceAsAnotherUserWithPassword(t *testing.T) {
	standIn(t, `printf %s "$3" >&2; IFS= read -r password; [ "$password" = right ] || exit 1`)
	conform(t, inventory.Become{Enabled: true, Password: "right"})
}

func conform(t *testing.T, b inventory.Become) {
	transporttest.Run(t, func(*testing.T) transporttest.Subject {
		return transporttest.Subject{
			Dialer:     local.Dialer{},
			Host:       inventory.Host{Name: "here", Connection: inventory.Connection{Kind: inventory.Local, Become: b}},
			ReadFile:   readFile,
			RemoveFile: os.Remove,
		}
	})
}

// standIn puts a sudo before the real one that stays the user it is.
func standIn(t *testing.T, before string) {
	t.Helper()
	dir := t.TempDir()
	script := "#!/bin/sh\n" + before + "\n" + `while [ "$1" != -- ]; do shift; done; shift; exec "$@"` + "\n"
	if err := os.WriteFile(filepath.Join(dir, "sudo"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

func readFile(path string) ([]byte, fs.FileMode, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, err
	}
	body, err := os.ReadFile(path)
	return body, info.Mode(), err
}
