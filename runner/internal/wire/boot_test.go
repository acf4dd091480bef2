package wire_test

import (
	"io"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/transport/local"
)

const bootID = "/proc/sys/kernel/random/boot_id"

func TestBootIsTheHosts(t *testing.T) {
	t.Parallel()
	s := open(t, wire.Options{})
	if s.Boot() != "" {
		t.Errorf("boot %q before anything was sent", s.Boot())
	}
	rs := probe(t, s, "cat "+bootID)
	if got := strings.TrimSpace(rs[0].Stdout); got == "" || s.Boot() != got {
		t.Errorf("boot %q, want %q", s.Boot(), got)
	}
}

// rewritten has a shell be sent something else than was meant.
type rewritten struct {
	io.WriteCloser
	old, new string
}

func (r rewritten) Write(p []byte) (int, error) {
	if _, err := io.WriteString(r.WriteCloser, strings.ReplaceAll(string(p), r.old, r.new)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// A boot id that cannot be read is none: whatever stood in for it could look
// like another boot the next time.
func TestBootThatCannotBeReadIsNone(t *testing.T) {
	inEveryShell(t, func(t *testing.T) {
		for _, path := range []string{"/nonexistent/boot_id", "/", "/dev/null"} {
			conn, err := local.Dialer{}.Dial(t.Context(), inventory.Host{Name: "here"})
			if err != nil {
				t.Fatal(err)
			}
			shell, err := conn.Shell(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			shell.Stdin = rewritten{shell.Stdin, bootID, path}
			s := wire.New(shell, wire.Options{State: t.TempDir()})
			rs := probe(t, s, "echo works")
			if s.Boot() != "" || s.Group() == 0 || rs[0].Stdout != "works\n" {
				t.Errorf("%s: boot %q, group %d, %+v", path, s.Boot(), s.Group(), rs)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			if err := conn.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}
