package verify_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/recipes/hapx/verify"
	"github.com/hrun-dev/hrun/recipes/recipestest"
)

func pair(t *testing.T) *inventory.Inventory {
	t.Helper()
	inv, err := inventory.New(inventory.Host{Name: "busybox"}, node("hapx-node01", "192.168.4.21/27"), node("hapx-node02", "192.168.4.22/27"))
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

// Nothing in it may ever change anything, and every node is asked for all that
// hapx describes: the one that would be asked for all may have no cluster.
func TestEveryStageIsASurvey(t *testing.T) {
	play := recipestest.Build(t, pair(t), verify.Recipe{})
	for _, s := range play.Stages {
		if !s.Survey || s.Once {
			t.Errorf("stage %s: a survey: %v, of one node: %v", s.Name, s.Survey, s.Once)
		}
		for _, h := range s.Hosts {
			for _, w := range h.Work {
				if w.Limits.Timeout <= 0 {
					t.Errorf("stage %s: %s: %s may hang", s.Name, h.Name, w.Task)
				}
			}
		}
	}
	if len(play.Warnings) == 0 {
		t.Error("two nodes without an arbiter are no danger")
	}
}

// A cluster that hapx has not made is not as described, and nothing is made.
func TestImaginedNodesThatAreNew(t *testing.T) {
	fresh := recipestest.Imagine(t, recipestest.Build(t, pair(t), verify.Recipe{}))
	before := fresh.Check()
	for _, want := range []string{"unit pacemaker, failed: unit pacemaker is not installed", "cluster configuration, failed: "} {
		if strings.Count(before, want) != 2 {
			t.Errorf("it does not say %q of both nodes:\n%s", want, before)
		}
	}
	if again := fresh.Apply(); again != before {
		t.Errorf("apply says\n%s\nand check\n%s", again, before)
	}
}

// Nothing is wrong with a cluster that hapx has made, and that is well.
func TestImaginedClusterThatIsWell(t *testing.T) {
	world := recipestest.ImagineAfter(t, recipestest.Build(t, pair(t), hapx.Recipe{}), recipestest.Build(t, pair(t), verify.Recipe{}))
	read := func(name string) string {
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return "0\n" + string(text)
	}
	state, votes := read("crm-mon.xml"), read("quorum.txt")
	for task, text := range map[string]string{
		"quorum": votes, "corosync runs with the nodes that are described": votes,
		"all nodes are in one cluster": state, "nodes of the cluster": state, "resources": state,
		"no action has failed": state, "the cluster is allowed to work": state,
		"no resource was moved by hand":  "0\n<constraints/>\n",
		"the nodes' clocks are together": "0\n1\n",
	} {
		world.Prints("localhost", task, text)
	}
	const holder = "exactly one node holds 192.168.4.20"
	world.Answers("localhost", holder, "hapx-node01", "0\nenp0s3.41 192.168.4.20/27 1795194903\n")
	world.Answers("localhost", holder, "hapx-node02", "0\n\n")
	for _, asked := range []string{"port 6443 of 192.168.4.20 is open", "http://192.168.4.20:32700/ answers 200 to admin"} {
		world.Prints("busybox", "expect that "+asked, "holds\n")
	}
	if said := world.Apply(); said != "" {
		t.Errorf("something is wrong:\n%s", said)
	}
	world.Answers("localhost", holder, "hapx-node02", "0\nlo 192.168.4.20/32 \n")
	if said := world.Apply(); !strings.Contains(said, "2 nodes hold 192.168.4.20, hapx-node01 since 2026-11-20 17:15:03 UTC and hapx-node02") {
		t.Errorf("two nodes hold the address:\n%s", said)
	}
}

func TestRefusals(t *testing.T) {
	for want, v := range map[string]hapx.Verify{
		`"some" servers are required`:        {Backends: "some"},
		"101 per cent, want 1 to 100":        {Full: 101},
		"clocks within -1s of each other":    {Clocks: -time.Second},
		`from: there is no host "elsewhere"`: {From: "elsewhere"},
	} {
		_, err := recipes.Build(pair(t), recipestest.Secrets(), verify.Recipe{Recipe: hapx.Recipe{Verify: v}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
