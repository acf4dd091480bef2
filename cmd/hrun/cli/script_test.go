package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/hrun-dev/hrun/cmd/hrun/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"hrun": func() {
			os.Exit(cli.Main(cli.Of("toy", "files in a directory", defaults), cli.Of("toy/again", "the same", defaults)))
		},
		"hrun-leak": func() {
			os.Exit(cli.Main(cli.Of("leak", "secrets, wherever they can be said", leak{})))
		},
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:   "testdata",
		Setup: setup,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"ndjson": ndjson,
			"await":  await,
		},
	})
}

// setup makes a home, the directory of the toy's files and that of the host's
// state, and writes the work directory into the inventories.
func setup(env *testscript.Env) error {
	env.Setenv("HOME", filepath.Join(env.WorkDir, "home"))
	for _, dir := range []string{"home", "out", "state"} {
		if err := os.Mkdir(filepath.Join(env.WorkDir, dir), 0o700); err != nil {
			return err
		}
	}
	return filepath.WalkDir(env.WorkDir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".yaml") && !strings.HasSuffix(path, ".json") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(path, bytes.ReplaceAll(text, []byte("$WORK"), []byte(env.WorkDir)), 0o600)
	})
}

// exits STATUS COMMAND... runs the command, which must exit with that status.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits status command...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s exited with %d, want %d", args[1], got, want)
	}
}

// ndjson KIND checks that the standard output is one object a line, that each
// begins as promised, and that the last is of that kind.
func ndjson(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: ndjson kind")
	}
	last := ""
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		var object struct {
			V    int
			Time time.Time
			Kind string
		}
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			ts.Fatalf("%q: %v", line, err)
		}
		if !strings.HasPrefix(line, `{"v":1,"time":"`) || object.Time.IsZero() {
			ts.Fatalf("%q does not begin with version and time", line)
		}
		last = object.Kind
	}
	if last != args[0] {
		ts.Fatalf("the last object is of kind %q, want %q", last, args[0])
	}
}

// await FILE waits until the file exists.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await file")
	}
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
	}
	ts.Fatalf("%s did not come into being within 20 seconds", args[0])
}
