package taskstest

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/tasks/sh"
)

var update = flag.Bool("update", false, "write what tests find into testdata, instead of comparing")

// Golden checks the syntax of the script and compares it with
// testdata/golden/NAME.sh. With the flag -update it writes that file.
func Golden(t testing.TB, name string, script sh.Script) {
	t.Helper()
	Syntax(t, name, script)
	compare(t, filepath.Join("testdata", "golden", name+".sh"), string(script)+"\n")
}

func compare(t testing.TB, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is missing: go test -update writes it\n%s", file, got)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got, go test -update accepts it):\n%s", file, diff)
	}
}
