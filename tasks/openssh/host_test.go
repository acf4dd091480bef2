package openssh

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Keys that nobody has the other half of.
const (
	one   = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDfT4Kb0ssukoRSgI5OmcqWj4KJx6Y+u2Lz/dyH+mTKf"
	two   = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPJ9I7iUiKl2VrUsryXIEHCf5vnt8xbfw7vMmJR90NAt"
	curve = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBASaHqsfqkRgZ/Q7zWdDMAwvwKGW0pMQPAYLZWAGAqhlBJ9OxHTNSjG/PwWDMguLjADdXvj4ihxHlwpgDuz9IfY="
)

// home returns a Setup of a home directory with these files, by name, and
// otherwise nothing that sshd would not trust.
func home(files map[string]string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		for name, body := range files {
			path := filepath.Join(root, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chmod(root, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

// then returns a Setup of several.
func then(setups ...func(testing.TB, string)) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		for _, s := range setups {
			s(t, root)
		}
	}
}

// mode returns a Setup that changes the mode of a file.
func mode(name string, m os.FileMode) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		if err := os.Chmod(filepath.Join(root, name), m); err != nil {
			t.Fatal(err)
		}
	}
}

// link returns a Setup that makes a symbolic link.
func link(target, name string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		if err := os.Symlink(strings.ReplaceAll(target, "ROOT", root), filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
}
