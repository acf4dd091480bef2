package vboxtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// programIs is the variable that names the stand-in's binary.
const programIs = "HRUN_VBOXTEST_PROGRAM"

// Run runs the tests of a package that needs the stand-in, and returns their
// exit status: call it in TestMain. It builds the stand-in, without the race
// detector even where the tests have it, because it is started thousands of
// times.
func Run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "vboxtest")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "vboxmanage")
	build := exec.Command("go", "build", "-o", program, "github.com/hrun-dev/hrun/recipes/vm/virtualbox/vboxtest/vboxmanage")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "the stand-in for VBoxManage cannot be built:", err)
		return 1
	}
	if err := os.Setenv(programIs, program); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// run returns the command of a script that becomes the stand-in.
func run(t testing.TB) string {
	t.Helper()
	program := os.Getenv(programIs)
	if program == "" {
		t.Fatal("there is no stand-in: TestMain has to call vboxtest.Run")
	}
	return "exec " + sh.Quote(program) + ` "$@"` + "\n"
}
