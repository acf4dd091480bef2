package verify_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/file/verify"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestKeepalived(t *testing.T) {
	verified(t, always(verify.Keepalived()), nil,
		verdict{"good", "global_defs {\n  router_id a\n}\n", ""},
		verdict{"unknown keyword", "global_defs {\n  router_id a\n  nonsense\n}\n", "Unknown keyword 'nonsense'"},
		verdict{"no such interface", `vrrp_instance a {
  state BACKUP
  interface hrun-none
  virtual_router_id 5
  priority 100
  virtual_ipaddress {
    192.0.2.1/24
  }
}
`, "hrun-none"},
	)
}

// For keepalived a file that is missing is fine.
func TestKeepalivedFileIsMissing(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	if r := h.Run(verify.Keepalived() + ` "$ROOT/none"`); r.Status != 1 || !strings.Contains(r.Stderr, "none is missing") {
		t.Errorf("status %d, said %q", r.Status, r.Stderr)
	}
}

// What it says in spite of exit status 0 is a refusal.
func TestKeepalivedWarns(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{"keepalived": "echo 'x is ignored' >&2; echo 'x is ignored' >&2"})
	put(t, h.Root+"/f", "")
	if r := h.Run(verify.Keepalived() + ` "$ROOT/f"`); r.Status != 1 || r.Stderr != "x is ignored\n" {
		t.Errorf("status %d, said %q", r.Status, r.Stderr)
	}
}

// It may end all of its process group.
func TestKeepalivedEndsItself(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{"keepalived": "kill -TERM 0"})
	put(t, h.Root+"/f", "")
	if r := h.Run(verify.Keepalived() + ` "$ROOT/f"` + "\necho survived $?"); r.Stdout != "survived 143\n" {
		t.Errorf("status %d, printed %q, said %q", r.Status, r.Stdout, r.Stderr)
	}
}
