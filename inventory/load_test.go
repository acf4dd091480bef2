package inventory

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestLoad reads the archives in testdata/load. The first line of each is the
// inventories to load, and its last file what must come out; Ansible 2.14
// gives the same values for all but those in ours.txtar.
func TestLoad(t *testing.T) {
	eachArchive(t, "testdata/load/*.txtar", func(t *testing.T, sources []string, want string) {
		inv, err := Load(sources...)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, dump(inv)); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}

// TestLoadFaults reads the archives in testdata/fault. The last file of each is
// the message that must come.
func TestLoadFaults(t *testing.T) {
	eachArchive(t, "testdata/fault/*.txtar", func(t *testing.T, sources []string, want string) {
		_, err := Load(sources...)
		if err == nil {
			t.Fatal("no error")
		}
		if diff := cmp.Diff(want, err.Error()+"\n"); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}

func eachArchive(t *testing.T, pattern string, test func(t *testing.T, sources []string, want string)) {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s: %d archives, %v", pattern, len(paths), err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Chdir(t.TempDir())
			last := len(archive.Files) - 1
			for _, f := range archive.Files[:last] {
				write(t, f.Name, string(f.Data))
			}
			sources, _, _ := strings.Cut(string(archive.Comment), "\n")
			test(t, strings.Fields(sources), string(archive.Files[last].Data))
		})
	}
}

// write makes a file and its directories; a program is executable.
func write(t *testing.T, path, data string) {
	t.Helper()
	mode := os.FileMode(0o644)
	if strings.HasPrefix(data, "#!") {
		mode = 0o755
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(data), mode); err != nil {
		t.Fatal(err)
	}
}

// dump writes the hosts with their groups and variables.
func dump(inv *Inventory) string {
	var out strings.Builder
	for _, h := range inv.Hosts() {
		fmt.Fprintf(&out, "%s %s\n", h.Name, h.Groups)
		for _, name := range h.Vars.Names() {
			written, err := h.Vars[name].MarshalJSON()
			if err != nil {
				return err.Error()
			}
			fmt.Fprintf(&out, "  %s = %s  (%s)\n", name, written, h.Vars[name].Source)
		}
	}
	return out.String()
}
