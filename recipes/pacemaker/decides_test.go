package pacemaker_test

import (
	"net/netip"
	"testing"

	"github.com/hrun-dev/hrun/recipes/internal/segmenttest"
	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestDecides(t *testing.T) {
	configured := func(address string) string {
		return `mkdir -p /var/lib/pacemaker/cib; echo '<nvpair name="ip" value="` + address + `" id="i"/>' >/var/lib/pacemaker/cib/cib.xml`
	}
	script := pacemaker.Decides(netip.MustParseAddr("192.168.4.20"))
	taskstest.Golden(t, "decides", script)
	for name, c := range map[string]struct {
		setup  string
		status int
	}{
		"the cluster has the address": {configured("192.168.4.20"), 0},
		"it has another":              {configured("192.168.4.200"), 1},
		"a new node":                  {"mkdir -p /var/lib/pacemaker/cib", 1},
		"no pacemaker":                {"", 1},
		"it cannot be seen":           {"mkdir -p /var/lib/pacemaker/cib/cib.xml", 2},
	} {
		_, ns := segmenttest.New(t, 1)
		ns[0].Run("mount -t tmpfs none /var/lib\n" + c.setup)
		if r := ns[0].Host("dash", nil).Run(script); r.Status != c.status {
			t.Errorf("%s: status %d, want %d; said %q", name, r.Status, c.status, r.Stderr)
		}
	}
}
