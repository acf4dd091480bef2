package taskstest

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/aymanbagabas/go-udiff"

	"github.com/hrun-dev/hrun/tasks/sh"
)

var update = flag.Bool("update", false, "write what tests find into testdata, instead of comparing")

// Golden checks the syntax of the script and compares it with
// testdata/golden/NAME.sh. With the flag -update it writes that file.
func Golden(t testing.TB, name string, script sh.Script) {
	t.Helper()
	Syntax(t, name, script)
	golden(t, filepath.Join("testdata", "golden", name+".sh"), string(script)+"\n")
}

// Text compares a text with the file testdata/NAME. With the flag -update it
// writes that file.
func Text(t testing.TB, name, got string) {
	t.Helper()
	golden(t, filepath.Join("testdata", name), got)
}

// golden writes the file if that is asked for, and otherwise compares.
func golden(t testing.TB, file, got string) {
	t.Helper()
	if !*update {
		compare(t, file, got)
		return
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
		t.Fatal(err)
	}
}

func compare(t testing.TB, file, got string) {
	t.Helper()
	want, err := os.ReadFile(file)
	if err != nil {
		t.Errorf("%v: go test -update writes it", err)
		return
	}
	if diff := udiff.Unified(file, "got", string(want), got); diff != "" {
		t.Errorf("go test -update accepts this:\n%s", diff)
	}
}
