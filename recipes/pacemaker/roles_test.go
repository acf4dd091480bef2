package pacemaker_test

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/wait"
)

func TestManager(t *testing.T) {
	rolling := pacemaker.Rolling([]string{"a", "b"}, "pair")
	h, err := recipestest.Host("a", pacemaker.Manager{Rolling: rolling})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("packages pacemaker crmsh\nunit pacemaker\n", recipestest.Outline(h)); diff != "" {
		t.Error(diff)
	}
	if len(h.Handlers) != 1 || h.Handlers[0] != pacemaker.Restart(h) || h.Handlers[0].Rolling != rolling {
		t.Errorf("handlers: %+v", h.Handlers)
	}
}

func TestResources(t *testing.T) {
	s := pacemaker.Service{Address: pacemaker.VirtualIP{Address: netip.MustParsePrefix("192.168.4.20/27")}, QuorumPolicy: "stop"}
	c, err := s.Configuration()
	if err != nil {
		t.Fatal(err)
	}
	if c.Properties["no-quorum-policy"] != "stop" || c.Primitives[1].Agent != "ocf:heartbeat:haproxy" {
		t.Errorf("%+v", c)
	}
	h, err := recipestest.Host("a", pacemaker.Resources{Nodes: []string{"a", "b"}, Configuration: c, Within: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("wait until the cluster of a, b is formed\ncluster configuration\n", recipestest.Outline(h)); diff != "" {
		t.Error(diff)
	}
	formed := h.Work[0].Task.(wait.Until).Holds
	for _, c := range []struct {
		seen
		cibadmin string
		status   int
	}{
		{seen{"active", "cibx1", ""}, "exit 105", 1}, // never configured: a and b are not there
		{seen{"active", "cibx1", ""}, "exit 0", 0},   // configured before
		{seen{"no-quorum", "cibx1", ""}, "exit 0", 0},
		{seen{"active", "cibx1", "S_ELECTION"}, "exit 0", 0}, // cibadmin itself refuses a change while nobody coordinates
		{seen{}, "exit 102", 1},
	} {
		commands := c.commands(t)
		commands["cibadmin"] = c.cibadmin
		if r := taskstest.NewHost(t, "dash", commands).Run(formed); r.Status != c.status {
			t.Errorf("%+v: status %d, %s", c, r.Status, r.Stdout)
		}
	}
	c.Colocations[0].With = "nothing"
	if _, err := recipestest.Host("a", pacemaker.Resources{Configuration: c}); err == nil || !strings.Contains(err.Error(), `no primitive "nothing"`) {
		t.Errorf("a faulty configuration: %v", err)
	}
}

// The real cibadmin is asked about a file, as about a live cluster.
func TestAConfiguredClusterIsWaitedForAfterARestart(t *testing.T) {
	c, err := pacemaker.Service{Address: pacemaker.VirtualIP{Address: netip.MustParsePrefix("192.168.4.20/27")}}.Configuration()
	if err != nil {
		t.Fatal(err)
	}
	h, err := recipestest.Host("a", pacemaker.Resources{Nodes: []string{"a", "b"}, Configuration: c})
	if err != nil {
		t.Fatal(err)
	}
	holds := h.Work[0].Task.(wait.Until).Holds
	const cib = `<cib epoch="1" num_updates="0" admin_epoch="0" validate-with="pacemaker-3.9"><configuration><crm_config/><nodes><node id="1" uname="a"/>%s</nodes><resources>
<primitive id="virtual-ip-resource" class="ocf" provider="heartbeat" type="IPaddr2"/></resources><constraints/></configuration><status>%s</status></cib>`
	const known, a = `<node id="2" uname="b"/>`, `<node_state id="1" uname="a" in_ccm="true" join="member"/>`
	for _, c := range []struct {
		nodes, status string
		want          int
	}{
		{known, a, 0},
		{known, a + `<node_state id="2" uname="b" in_ccm="false" join="down"/>`, 0}, // lost
		{known, a + `<node_state id="2" uname="b" in_ccm="true" join="down"/>`, 1},  // about to join
		{"", a, 1}, // b is new
		{known, `<node_state id="1" uname="a" join="down"/>`, 1},
		{known, "", 1}, // just restarted
	} {
		h := taskstest.NewHost(t, "dash", map[string]string{"crm_node": "exit 102"})
		file := filepath.Join(h.Root, "cib.xml")
		if err := os.WriteFile(file, fmt.Appendf(nil, cib, c.nodes, c.status), 0o600); err != nil {
			t.Fatal(err)
		}
		if r := h.Run("export CIB_file=" + sh.Word(file) + "\n" + holds); r.Status != c.want {
			t.Errorf("%q %q: status %d, want %d: %s%s", c.nodes, c.status, r.Status, c.want, r.Stdout, r.Stderr)
		}
	}
}
