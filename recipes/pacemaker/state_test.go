package pacemaker_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// seen is a cluster as one of its nodes sees it. Its status is a capture of a
// real cluster, or made from one, in testdata.
type seen struct {
	status     string // a file of testdata; empty means that there is no cluster
	node       string
	controller string // state; empty means S_IDLE
}

func (s seen) commands(t testing.TB) map[string]string {
	t.Helper()
	if s.status == "" {
		refused := "echo 'Could not connect to controller: Connection refused' >&2; exit 102"
		return map[string]string{"crm_mon": refused, "crm_node": refused, "crmadmin": refused}
	}
	file, err := filepath.Abs(filepath.Join("testdata", s.status+".xml"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); err != nil {
		t.Fatal(err)
	}
	state := s.controller
	if state == "" {
		state = "S_IDLE"
	}
	return map[string]string{
		"crm_mon":  "cat " + file,
		"crm_node": "echo " + s.node,
		"crmadmin": "echo 'Controller on " + s.node + " in state " + state + ": ok'",
	}
}

func run(t *testing.T, s seen, script sh.Script) taskstest.Result {
	t.Helper()
	var first taskstest.Result
	for i, kind := range taskstest.Kinds() {
		r := taskstest.NewHost(t, kind, s.commands(t)).Run(script)
		if i == 0 {
			first = r
		} else if r != first {
			t.Errorf("%s: %+v, and before %+v", kind, r, first)
		}
	}
	return first
}

func TestRank(t *testing.T) {
	rank := pacemaker.Rolling([]string{"cibx1", "cibx2"}, "pair").Rank
	for _, c := range []struct {
		seen
		want string
	}{
		{seen{"active", "cibx1", ""}, "1"},
		{seen{"passive", "cibx2", ""}, "0"},
		{seen{"standby", "cibx1", ""}, "0"},
		{seen{"standby", "cibx2", ""}, "1"},
		{seen{"standby-moving", "cibx1", ""}, "1"},
		{seen{"electing", "cibx2", ""}, "free"},
		{seen{"no-quorum", "cibx1", ""}, "1"}, // what runs without quorum serves all the same
		{seen{"clones", "cibx1", ""}, "1"},
		{seen{"clones", "cibx10", ""}, "1"}, // still joining, and serving already
		{seen{"active", "other", ""}, "free"},
		{seen{}, "free"},
	} {
		if r := run(t, c.seen, rank); r.Status != 0 || r.Stdout != c.want+"\n" {
			t.Errorf("%+v: rank is %q (status %d, %s), want %s", c.seen, r.Stdout, r.Status, r.Stderr, c.want)
		}
	}
}

// A rank that could not be found out is not "free", or an active node might be
// restarted together with the others.
func TestRankCouldNotLook(t *testing.T) {
	for _, tool := range []string{"crm_mon", "crm_node"} {
		commands := seen{"active", "cibx1", ""}.commands(t)
		commands[tool] = "echo cannot >&2; exit 1"
		r := taskstest.NewHost(t, "dash", commands).Run(pacemaker.Rolling(nil, "pair").Rank)
		if r.Status != 1 || r.Stdout != "" {
			t.Errorf("%s fails: rank is %q, status %d", tool, r.Stdout, r.Status)
		}
	}
}

func TestRankWithoutPacemaker(t *testing.T) {
	r := taskstest.NewHost(t, "dash", nil).Run("PATH=/nowhere\n" + pacemaker.Rolling(nil, "pair").Rank)
	if r.Status != 0 || r.Stdout != "free\n" {
		t.Errorf("rank is %q, status %d: %s", r.Stdout, r.Status, r.Stderr)
	}
}

func TestWaits(t *testing.T) {
	nodes := []string{"cibx1", "cibx2"}
	for _, c := range []struct {
		seen
		formed, healthy string // why not yet; empty if it holds
	}{
		{seen{"active", "cibx1", ""}, "", ""},
		{seen{"passive", "cibx2", "S_NOT_DC"}, "", ""},
		{seen{"standby", "cibx1", "S_POLICY_ENGINE"}, "", ""},
		{seen{"active", "cibx1", "S_ELECTION"}, "still joining", "still joining"},
		{seen{"active", "cibx1", "S_INTEGRATION"}, "still joining", "still joining"},
		{seen{"electing", "cibx2", "S_PENDING"}, "still joining", "still joining"},
		{seen{"electing", "cibx2", "S_NOT_DC"}, "no coordinator", "no coordinator"},
		{seen{"no-quorum", "cibx1", ""}, "no coordinator with quorum", "no coordinator with quorum"},
		{seen{"starting", "cibx1", "S_TRANSITION_ENGINE"}, "", "do not run yet: haproxy-resource"},
		{seen{"operator-stopped", "cibx1", ""}, "", "do not run yet: virtual-ip-resource"},
		{seen{"clones", "cibx10", ""}, "this node (cibx10) is not online", "this node (cibx10) is not online"},
		{seen{"clones", "cibx1", ""}, "cibx2 is not online", "cibx2 is not online"},
		{seen{}, "does not answer", "does not answer"},
	} {
		for name, w := range map[string]struct {
			holds sh.Script
			not   string
		}{
			"formed":  {pacemaker.Formed(nodes, 0).Holds, c.formed},
			"healthy": {pacemaker.Healthy(nodes, 0).Holds, c.healthy},
		} {
			r := run(t, c.seen, w.holds)
			if (r.Status == 0) != (w.not == "") || !strings.Contains(r.Stdout, w.not) {
				t.Errorf("%+v, %s: status %d, %s%s want %q", c.seen, name, r.Status, r.Stdout, r.Stderr, w.not)
			}
		}
	}
}

// Spare instances of a clone, and what an operator has stopped or unmanaged,
// need not run; a resource that is listed after a clone must.
func TestHealthyWithClones(t *testing.T) {
	healthy := pacemaker.Healthy([]string{"cibx1"}, 0).Holds
	if r := run(t, seen{"clones", "cibx1", ""}, healthy); r.Status != 0 {
		t.Errorf("status %d: %s", r.Status, r.Stdout)
	}
	if r := run(t, seen{"down-after-clone", "cibx1", ""}, healthy); r.Status != 1 || r.Stdout != "these resources do not run yet: needed\n" {
		t.Errorf("status %d: %s", r.Status, r.Stdout)
	}
}

func TestWaitsConform(t *testing.T) {
	// The cluster comes up while it is being waited for.
	late := seen{"active", "cibx1", ""}.commands(t)
	late["crm_mon"] = "[ -e $ROOT/up ] || exit 102\n" + late["crm_mon"]
	late["sleep"] = "touch $ROOT/up"
	formed := func(string) tasks.Task { return pacemaker.Formed([]string{"cibx1", "cibx2"}, 9*time.Second) }
	taskstest.Conform(t,
		taskstest.Case{Name: "formed", Task: formed, Commands: seen{"active", "cibx1", ""}.commands(t), InSync: true},
		taskstest.Case{Name: "comes up", Task: formed, Commands: late},
	)
}

func TestGolden(t *testing.T) {
	r := pacemaker.Rolling([]string{"a", "b"}, "pair")
	taskstest.Golden(t, "rank", r.Rank)
	taskstest.Golden(t, "formed", pacemaker.Formed([]string{"a", "b"}, 0).Holds)
	taskstest.Golden(t, "healthy", pacemaker.Healthy(nil, 0).Holds)
	taskstest.Golden(t, "spare", pacemaker.Spare(0).Holds)
	taskstest.Golden(t, "standby-probe", pacemaker.Standby{Node: "a"}.Probe())
}
