package corosync

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestApart(t *testing.T) {
	task := Apart{Member{Cluster: "ours", Nodes: []Node{{Name: "a", ID: 1}, {Name: "b", ID: 2}}}}.wait()
	with := func(state string, host map[string]string) map[string]string {
		host["systemctl"] = "echo " + state
		return host
	}
	silent := func() map[string]string { return map[string]string{"corosync-cmapctl": "exit 1"} }
	for name, c := range map[string]struct {
		host   map[string]string
		status int
		says   string
	}{
		"it has left":       {with("active", cluster("ours", "0", []int{1, 2}, []int{1, 2, 3})), 0, ""},
		"it still is there": {with("active", cluster("ours", "0", []int{1, 2, 12}, []int{1, 2, 3})), 1, "the node with the id 12 still runs"},
		"another cluster":   {with("active", cluster("debian", "0", []int{3}, []int{3})), 0, ""},
		"no cluster runs":   {with("inactive", silent()), 0, ""},
		"no answer":         {with("active", silent()), 1, ""},
	} {
		for _, kind := range taskstest.Kinds() {
			r := taskstest.NewHost(t, kind, c.host).Run(task.Holds)
			if r.Status != c.status || !strings.Contains(r.Stdout, c.says) {
				t.Errorf("%s in %s: status %d: %s%s, want %d and %q", name, kind, r.Status, r.Stdout, r.Stderr, c.status, c.says)
			}
		}
	}
}
