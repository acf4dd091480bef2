package corosync

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestMembership(t *testing.T) {
	text := body(t)
	const a, b = "hapx-node01", "hapx-node02"
	for name, c := range map[string]struct {
		nodes   []Node
		removed []string
		want    []string // none: it is allowed
	}{
		"the same":             {[]Node{{Name: a, ID: 1}, {Name: b, ID: 2}}, nil, nil},
		"in another order":     {[]Node{{Name: b, ID: 2}, {Name: a, ID: 1}}, nil, nil},
		"a third":              {[]Node{{Name: a, ID: 1}, {Name: b, ID: 2}, {Name: "c", ID: 3}}, nil, nil},
		"the first is removed": {[]Node{{Name: b, ID: 2}, {Name: "c", ID: 3}}, []string{a}, nil},
		"the first is gone": {[]Node{{Name: b, ID: 1}}, nil, []string{
			a + " is a member of the cluster, and is neither among its nodes nor among those to be removed",
			b + " is node 2 and would be 1", "give node_ids: {" + b + ": 2}"}},
		"another order": {[]Node{{Name: b, ID: 1}, {Name: a, ID: 2}}, nil, []string{"give node_ids: {" + a + ": 1, " + b + ": 2}"}},
		"an id is given on": {[]Node{{Name: a, ID: 1}, {Name: "c", ID: 2}}, []string{b}, []string{
			"c would be node 2, which is " + b + "'s until that is removed"}},
	} {
		task := lineage{Path: confPath, Cluster: "haproxy-cluster", Nodes: c.nodes, Removed: c.removed}
		change, err := task.Plan(task.text().Prints(text))
		if !change.Empty() || (err == nil) != (len(c.want) == 0) {
			t.Errorf("%s: %v, %v", name, change, err)
		}
		for _, want := range c.want {
			if err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %q", name, err, want)
			}
		}
	}
}

func TestMembershipConforms(t *testing.T) {
	text := body(t)
	task := func(root string) tasks.Task {
		return lineage{Path: filepath.Join(root, "conf"), Cluster: "haproxy-cluster", Nodes: []Node{{Name: "hapx-node02", ID: 1}}}
	}
	conf := func(body string) func(testing.TB, string) {
		return func(t testing.TB, root string) {
			if err := os.WriteFile(filepath.Join(root, "conf"), []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "no file", Task: task, InSync: true},
		taskstest.Case{Name: "another cluster", Task: task, InSync: true, Setup: conf(strings.Replace(text, "haproxy-cluster", "debian", 1))},
		taskstest.Case{Name: "other ids", Task: task, Refused: "a node keeps its id for ever", Setup: conf(text)},
	)
}
