//go:build lab

package hapx_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLabRecipeFromAnotherModule uses hrun as a library: a program of its own
// module imports the recipe and the runner, applies the recipe to the lab and
// reads the events. It is the program that the documentation shows.
func TestLabRecipeFromAnotherModule(t *testing.T) {
	dir := t.TempDir()
	program, err := os.ReadFile(filepath.Join(cluster.dir, "examples/embed/main.go"))
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile(filepath.Join(cluster.dir, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	required, err := os.ReadFile(filepath.Join(cluster.dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	module := "module example.org/edge\n\n" + strings.SplitN(string(required), "\n", 2)[1] +
		"\nrequire github.com/hrun-dev/hrun v0.0.0\nreplace github.com/hrun-dev/hrun => " + cluster.dir + "\n"
	for name, text := range map[string][]byte{"main.go": program, "go.sum": sums, "go.mod": []byte(module)} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := run(t, dir, "go", "build", "-mod=mod", "-o", "edge", "."); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := run(t, dir, "./edge", cluster.inventory)
	if err != nil || !strings.Contains(out, "hapx-node01: 0 changed") || !strings.Contains(out, "hapx-node02: 0 changed") {
		t.Errorf("%v\n%s", err, out)
	}
}
