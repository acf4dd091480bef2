package upgrade

import (
	"slices"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/recipes/qdevice"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/outage"
)

// turns is what the turns of all nodes have in common.
type turns struct {
	cluster string
	nodes   []string
	bound   time.Duration // of the outage
	arbiter bool          // votes, and without its vote the others cannot do without a node

	asking outage.Asking
	client inventory.Host // which asks
}

// soon bounds the wait for what should be so already.
const soon = 15 * time.Second

// of returns what a node does before and after its packages are upgraded. The
// client asks from before the first change until the node serves again; where
// that is all that is left to do of a turn, from then on.
func (t turns) of(node string) *recipes.Rolling {
	rolling := pacemaker.Rolling(t.nodes, t.cluster+" upgrade")
	rolling.Before = []tasks.Task{
		pacemaker.Healthy(t.nodes, soon),
		pacemaker.Spare(soon),
		t.ask(t.asking.End()), // what an earlier run has left, if that was killed there
		t.ask(t.asking),
		pacemaker.Standby{Node: node},
		pacemaker.Drained(0),
	}
	rolling.After = []tasks.Task{
		pacemaker.Formed(t.nodes, 0),
		pacemaker.Standby{Node: node, Off: true},
	}
	if t.arbiter {
		rolling.Before = slices.Insert(rolling.Before, 0, tasks.Task(qdevice.Voting()))
		rolling.Gate = append(rolling.Gate, qdevice.Voting())
	}
	rolling.Gate = append(rolling.Gate,
		t.ask(t.asking),
		t.ask(outage.Answered{Asking: t.asking, After: "the turn"}),
		t.measured(node),
		t.ask(t.asking.End()),
	)
	return rolling
}

// ask has the client do something.
func (t turns) ask(task tasks.Task) tasks.Task {
	return recipes.Delegated{Host: t.client, Task: task}
}
