package wire_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/transport/local"
)

// ahead returns what scripts find in $hrun_ahead where the host's date is that
// command.
func ahead(t *testing.T, date string, sendAfter time.Duration) string {
	t.Helper()
	conn, err := local.Dialer{}.Dial(t.Context(), inventory.Host{Name: "here"})
	if err != nil {
		t.Fatal(err)
	}
	shell, err := conn.Shell(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	shell.Stdin = rewritten{shell.Stdin, "date +%s", date}
	s := wire.New(shell, wire.Options{State: t.TempDir(), Owner: "me"})
	time.Sleep(sendAfter) // which must not count
	rs := probe(t, s, `echo "$hrun_ahead"`, `echo "$hrun_ahead"`)
	if rs[0].Stdout != rs[1].Stdout {
		t.Errorf("%q at first, then %q", rs[0].Stdout, rs[1].Stdout)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	return strings.TrimSuffix(rs[0].Stdout, "\n")
}

func TestScriptsKnowHowFarTheClockIsAhead(t *testing.T) {
	inEveryShell(t, func(t *testing.T) {
		for off, after := range map[int]time.Duration{0: 0, 86400: 0, -86400: 1100 * time.Millisecond} {
			got, err := strconv.Atoi(ahead(t, fmt.Sprintf("expr $(date +%%s) + %d", off), after))
			if err != nil || got < off || got > off+60 { // the shell may take long to start here
				t.Errorf("%d, want %d: %v", got, off, err)
			}
		}
		for _, date := range []string{"false", "echo %s", "echo"} {
			if got := ahead(t, date, 0); got != "" {
				t.Errorf("%s: %q", date, got)
			}
		}
	})
}
