package taskstest

import (
	"os/exec"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Syntax checks that the script is POSIX shell, to the letter of the grammar
// and in the eyes of dash and of busybox.
func Syntax(t testing.TB, what string, script sh.Script) {
	t.Helper()
	parser := syntax.NewParser(syntax.Variant(syntax.LangPOSIX))
	if _, err := parser.Parse(strings.NewReader(string(script)), what); err != nil {
		t.Errorf("%s is not POSIX shell: %v\n%s", what, err, script)
	}
	for _, argv := range [][]string{{"dash", "-n"}, {"busybox", "sh", "-n"}} {
		cmd := exec.Command(argv[0], argv[1:]...)
		cmd.Stdin = strings.NewReader(string(script) + "\n")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %s: %v: %s\n%s", what, strings.Join(argv, " "), err, out, script)
		}
	}
}
