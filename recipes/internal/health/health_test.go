package health_test

import (
	"net/netip"
	"testing"

	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

var (
	space   = health.Space{}
	servers = health.Servers{Socket: "/run/haproxy/admin.sock", Backend: "api"}
	follows = health.Follows(netip.MustParseAddr("192.0.2.20"))
)

func TestPlans(t *testing.T) {
	any, none := servers, servers
	any.Required, none.Required = "any", "none"
	taskstest.Plans(t, map[string]tasks.Task{
		"space": space, "servers": servers, "any server": any, "no server": none, "look": follows,
		"verdict": health.Verdict{Name: "x", Found: "seen", Faults: health.Faults{{What: "one"}, {What: "two", Remedy: "do"}}},
	})
}

func TestScripts(t *testing.T) {
	taskstest.Golden(t, "space-probe", space.Probe())
	taskstest.Golden(t, "servers-probe", servers.Probe())
	taskstest.Golden(t, "follows-probe", follows.Probe())
	taskstest.Golden(t, "accepted-probe", health.Accepted("/etc/haproxy/haproxy.cfg").Probe())
}
