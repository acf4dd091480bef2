package hapx_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/corosync"
	"github.com/hrun-dev/hrun/recipes/haproxy"
	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// What is dangerous is said, and nothing else.
func TestWarnings(t *testing.T) {
	const split, both, open = "leaves both holding 192.168.4.20", "two may hold 192.168.4.20", "the well-known one"
	no := false
	three := append(pair(), node("hapx-node03", "192.168.4.23/27"))
	closed := haproxy.Proxy{Stats: haproxy.Stats{Password: sh.NewSecret("hunter22")}}
	majority := corosync.Member{TwoNode: &no}
	policy := func(s string) pacemaker.Service { return pacemaker.Service{QuorumPolicy: s} }
	for name, c := range map[string]struct {
		recipe hapx.Recipe
		three  bool
		want   []string
	}{
		"the classic setup":         {hapx.Recipe{}, false, []string{split, open}},
		"two that would stop":       {hapx.Recipe{Proxy: closed, Pacemaker: policy("stop")}, false, []string{split}},
		"another user":              {hapx.Recipe{Proxy: haproxy.Proxy{Stats: haproxy.Stats{User: "admins"}}, Corosync: majority}, false, nil},
		"two of which one is shot":  {hapx.Recipe{Proxy: closed, Pacemaker: pacemaker.Service{Fencing: []pacemaker.Fencing{{ID: "p", Agent: "fence_virsh", Nodes: []string{"hapx-node01"}}}}}, false, []string{"no device fences hapx-node02: "}},
		"no page":                   {hapx.Recipe{Proxy: haproxy.Proxy{NoStats: true}, Corosync: majority}, false, nil},
		"two of which one shoots":   {hapx.Recipe{Proxy: closed, Pacemaker: pacemaker.Service{Stonith: true}}, false, nil},
		"three":                     {hapx.Recipe{Proxy: closed}, true, nil},
		"three that go on":          {hapx.Recipe{Proxy: closed, Pacemaker: policy("ignore")}, true, []string{both}},
		"three that go on as is":    {hapx.Recipe{Proxy: closed, Pacemaker: policy("freeze")}, true, []string{both}},
		"three that would be dead":  {hapx.Recipe{Proxy: closed, Pacemaker: policy("suicide")}, true, nil},
		"three, and the known word": {hapx.Recipe{}, true, []string{open}},
	} {
		hosts := pair()
		if c.three {
			hosts = three
		}
		p, err := build(t, c.recipe, hosts...)
		if err != nil {
			t.Fatal(err)
		}
		said := strings.Join(p.Warnings, "\n")
		for _, want := range c.want {
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q is not said:\n%s", name, want, said)
			}
		}
		if len(p.Warnings) != len(c.want) || strings.Contains(said, "hunter22") {
			t.Errorf("%s: want %d warnings:\n%s", name, len(c.want), said)
		}
	}
}
