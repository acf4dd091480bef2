package keepalived_test

import (
	"net/netip"
	"testing"

	"github.com/hrun-dev/hrun/recipes/internal/segmenttest"
	"github.com/hrun-dev/hrun/recipes/keepalived"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestDecides(t *testing.T) {
	const stopped, running = "exit 3", "exit 0"
	configured := func(address string) string {
		return "printf '  virtual_ipaddress {\n    " + address + "\n  }\n' >/etc/keepalived/keepalived.conf"
	}
	script := keepalived.Decides(netip.MustParseAddr("192.0.2.100"))
	taskstest.Golden(t, "decides", script)
	for name, c := range map[string]struct {
		systemctl, setup string
		status           int
	}{
		"it has the address":   {running, configured("192.0.2.100/24"), 0},
		"it has another":       {running, configured("192.0.2.10/24"), 1},
		"it has a longer one":  {running, configured("192.0.2.1001/24"), 1},
		"it is not configured": {running, "", 1},
		"it does not run":      {stopped, configured("192.0.2.100/24"), 1},
		"it is not installed":  {"exit 4", "", 1},
		"systemctl fails":      {"exit 1", configured("192.0.2.100/24"), 2},
	} {
		_, ns := segmenttest.New(t, 1)
		ns[0].Run("mount -t tmpfs none /etc/keepalived\n" + c.setup)
		if r := ns[0].Host("dash", map[string]string{"systemctl": c.systemctl}).Run(script); r.Status != c.status {
			t.Errorf("%s: status %d, want %d; said %q", name, r.Status, c.status, r.Stderr)
		}
	}
}
