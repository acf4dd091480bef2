package transporttest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/hrun-dev/hrun/runner/transport"
)

func tellsStatus(t *testing.T, s Subject) {
	c := dial(t, s)
	run(t, c, "exit 0").expect(t, "", "")
	for _, status := range []int{1, 2, 77, 126, 127, 255} {
		r := run(t, c, fmt.Sprintf("echo before\nexit %d\necho after\n", status))
		var exit *transport.ExitError
		if !errors.As(r.err, &exit) {
			t.Fatalf("status %d: wait says %v, want an ExitError", status, r.err)
		}
		if exit.Status != status || exit.Signal != "" || string(r.stdout) != "before\n" {
			t.Errorf("status %d: got %+v and %q", status, *exit, r.stdout)
		}
	}
}

// tellsSignal allows a transport to put a shell between, which tells a signal
// as a status (POSIX, Shell Command Language, 2.8.2).
func tellsSignal(t *testing.T, s Subject) {
	c := dial(t, s)
	for name, number := range map[string]int{"TERM": 15, "KILL": 9, "HUP": 1} {
		r := run(t, c, "kill -"+name+" $$\n")
		var exit *transport.ExitError
		if !errors.As(r.err, &exit) {
			t.Fatalf("SIG%s: wait says %v, want an ExitError", name, r.err)
		}
		if exit.Status != 128+number || (exit.Signal != name && exit.Signal != "") {
			t.Errorf("SIG%s: got %+v", name, *exit)
		}
	}
}
