package hypervisor_test

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// A port that cannot be had, though nobody has it for IPv4 alone, is named with
// what to do.
func TestForwardThatDoesNotListen(t *testing.T) {
	f := hypervisor.Forward{Lab: "demo", Machine: "node01", Port: 22022, Namespace: "hrun-demo-node01", To: netip.MustParseAddrPort("127.0.0.1:22")}
	change, err := f.Plan("forward stopped\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, shell := range []string{"dash", "busybox"} {
		h := taskstest.NewHost(t, shell, map[string]string{"socat": "exit 1", "grep": "exit 1"})
		r := h.Run(sh.Script(strings.ReplaceAll(string(change.Script()), "/sys/fs/cgroup", filepath.Join(h.Root, "groups"))))
		if err := r.Err(); err == nil || !strings.Contains(err.Error(), "127.0.0.1:22022") || !strings.Contains(err.Error(), "set another ansible_port") {
			t.Errorf("%s: %v", shell, err)
		}
	}
}

// Other ports are those of the machine itself, not those of one whose name ends
// in its own.
func TestForwardOfNamesThatEndAlike(t *testing.T) {
	f := hypervisor.Forward{Lab: "demo", Machine: "node01", Port: 22022, Namespace: "hrun-demo-node01", To: netip.MustParseAddrPort("127.0.0.1:22")}
	for _, shell := range []string{"dash", "busybox"} {
		h := taskstest.NewHost(t, shell, nil)
		groups := filepath.Join(h.Root, "groups")
		for _, group := range []string{"22022-node01", "22000-node01", "22023-hapx-node01"} {
			if err := os.MkdirAll(filepath.Join(groups, "hrun/demo/forward", group), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		r := h.Run(sh.Script(strings.ReplaceAll(string(f.Probe()), "/sys/fs/cgroup", groups)))
		if got := strings.ReplaceAll(r.Stdout, "listening\n", ""); r.Err() != nil || got != "forward stopped\nother 22000-node01\n" {
			t.Errorf("%s: %v, %q", shell, r.Err(), r.Stdout)
		}
	}
}
