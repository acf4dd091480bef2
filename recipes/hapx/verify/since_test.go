package verify

import (
	"net/netip"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// A node has the address where somebody else than the cluster has given it:
// what the cluster's programs say of that is not taken for another place.
func TestSinceWhereTheClusterKnowsNothing(t *testing.T) {
	const name, complains = "echo node01", "echo 'error: No such device or address' >&2; exit "
	for _, c := range []struct {
		commands map[string]string
		want     string
	}{
		{map[string]string{"crm_node": name, "cibadmin": `echo '<lrm_rsc_op operation="start" last-rc-change="1795194903" exec-time="9"/>'`}, "1795194903"},
		{map[string]string{"crm_node": name, "cibadmin": complains + "105"}, ""},
		{map[string]string{"crm_node": complains + "102", "cibadmin": "exit 1"}, ""},
	} {
		c.commands["ip"] = "echo '2: eth0    inet 192.0.2.20/24 scope global eth0'"
		source := health.Holders{Address: netip.MustParsePrefix("192.0.2.20/24"), Since: since("vip")}.Of([]inventory.Host{{Name: "a"}}).Source
		for _, kind := range taskstest.Kinds() {
			if r := taskstest.NewHost(t, kind, c.commands).Run(source); r.Stdout != "0\neth0 192.0.2.20/24 "+c.want+"\n" {
				t.Errorf("%s: %q, want %q at its end", kind, r.Stdout, c.want)
			}
		}
	}
}
