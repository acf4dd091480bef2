package corosync

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// cluster stands in for corosync's tools on a member.
func cluster(name, quorumStatus string, joined, listed []int) map[string]string {
	var members, list strings.Builder
	for _, id := range joined {
		fmt.Fprintf(&members, "runtime.members.%d.join_count (u32) = 1\nruntime.members.%d.status (str) = joined\n", id, id)
	}
	members.WriteString("runtime.members.9.status (str) = left\n")
	for i, id := range listed {
		fmt.Fprintf(&list, "nodelist.node.%d.nodeid (u32) = %d\n", i, id)
	}
	return map[string]string{
		"corosync-cmapctl": "case $1 in\ntotem.cluster_name) echo 'totem.cluster_name (str) = " + name + "' ;;\nruntime.members.) printf '" +
			strings.ReplaceAll(members.String(), "\n", "\\n") + "' ;;\nnodelist.) printf '" + strings.ReplaceAll(list.String(), "\n", "\\n") + "' ;;\n*) exit 1 ;;\nesac",
		"corosync-quorumtool": "exit " + quorumStatus,
		"corosync-cfgtool":    "[ \"$*\" = -R ] && echo reloaded",
	}
}

func TestReload(t *testing.T) {
	of := func(ids string, quorum int) reload { return reload{Cluster: "ours", IDs: ids, Quorum: quorum} }
	for name, c := range map[string]struct {
		action reload
		host   map[string]string
		want   string // "" is that it reloads
	}{
		"a third comes in":          {of(" 1 2 3 ", 2), cluster("ours", "0", []int{1, 2}, []int{1, 2}), ""},
		"three more for two":        {of(" 1 2 3 4 5 ", 3), cluster("ours", "0", []int{1, 2}, []int{1, 2}), "only 2 of 5 votes are there, and 3 are needed"},
		"a third has left":          {of(" 1 2 ", 1), cluster("ours", "0", []int{1, 2}, []int{1, 2, 3}), ""},
		"a third still runs":        {of(" 1 2 ", 1), cluster("ours", "0", []int{1, 2, 3}, []int{1, 2, 3}), "still run as such, with the ids 3:"},
		"three may be elsewhere":    {of(" 1 2 ", 1), cluster("ours", "2", []int{1, 2}, []int{1, 2, 3, 4, 5}), "with the ids 3 4 5, which"},
		"a cluster that is to form": {of(" 1 2 3 ", 2), cluster("ours", "2", []int{1}, []int{1, 2, 3}), ""},
		"another cluster":           {of(" 1 2 3 ", 2), cluster("debian", "0", []int{1}, []int{1}), "the cluster debian runs here"},
		"id 12 is not id 1 or 2":    {of(" 1 2 ", 1), cluster("ours", "0", []int{12}, []int{1, 2}), "with the ids 12:"},
	} {
		for _, kind := range taskstest.Kinds() {
			r := taskstest.NewHost(t, kind, c.host).Run(c.action.Do())
			if reloaded := r.Stdout == "reloaded\n"; reloaded != (c.want == "") || !strings.Contains(r.Stdout+r.Stderr, c.want) {
				t.Errorf("%s in %s: status %d, want %q: %s%s", name, kind, r.Status, c.want, r.Stdout, r.Stderr)
			}
		}
	}
}

// That a tool does not answer is not that nothing is wrong.
func TestReloadLooksFirst(t *testing.T) {
	for _, tool := range []string{"corosync-cmapctl", "corosync-quorumtool"} {
		host := cluster("ours", "0", []int{1, 2}, []int{1, 2})
		host[tool] = "echo broken >&2; exit 1"
		if r := taskstest.NewHost(t, "dash", host).Run(reload{Cluster: "ours", IDs: " 1 2 ", Quorum: 1}.Do()); r.Status == 0 || strings.Contains(r.Stdout, "reloaded") {
			t.Errorf("without %s: status %d: %s", tool, r.Status, r.Stdout)
		}
	}
}

// A corosync that hangs keeps nobody waiting: every tool has a bound.
func TestToolsAreBounded(t *testing.T) {
	bare := regexp.MustCompile(`(^|\(|&& )corosync-[a-z]+`)
	scripts := map[string]sh.Script{"reload": reload{Cluster: "ours"}.Do(), "spare": spare{}.Probe()}
	for name, script := range scripts {
		for line := range strings.Lines(string(script)) {
			if found := bare.FindString(line); found != "" {
				t.Errorf("%s: %q has no bound in %s", name, found, line)
			}
		}
	}
}

const status = `Quorum information
------------------
Date:             Fri Nov 20 17:13:05 2026
Nodes:            3
Node ID:          1
Ring ID:          1.9
Quorate:          Yes

Votequorum information
----------------------
Expected votes:   %d
Total votes:      %d
Quorum:           %d
Flags:            Quorate

Membership information
----------------------
    Nodeid      Votes Name
         1          1 a (local)
         2          1 b
         3          1 c
         4          2 A,V,NMW d
`

func TestSpare(t *testing.T) {
	active := map[string]string{"systemctl": "echo active"}
	with := func(expected, total, quorum int) map[string]string {
		return map[string]string{"systemctl": active["systemctl"], "corosync-quorumtool": "cat <<'END'\n" + fmt.Sprintf(status, expected, total, quorum) + "END"}
	}
	leaving := func(names string) func(string) tasks.Task {
		return func(string) tasks.Task { return spare{Leaving: names} }
	}
	lost := with(5, 3, 3)
	lost["corosync-quorumtool"] += "\nexit 2"
	stopped := with(3, 3, 2)
	stopped["systemctl"] = "echo inactive"
	taskstest.Conform(t,
		taskstest.Case{Name: "one of three", Task: leaving("c"), Commands: with(3, 3, 2), InSync: true},
		taskstest.Case{Name: "two of three", Task: leaving("b c"), Commands: with(3, 3, 2), Refused: "without b c there would be 1 votes, and quorum needs 2: remove fewer nodes at a time"},
		taskstest.Case{Name: "one that is gone", Task: leaving("b e"), Commands: with(3, 2, 2), Refused: "there would be 1 votes"},
		taskstest.Case{Name: "one with two votes, of a cluster with a device", Task: leaving("d"), Commands: with(5, 5, 3), InSync: true},
		taskstest.Case{Name: "no quorum", Task: leaving("b c"), Commands: lost, InSync: true},
		taskstest.Case{Name: "stopped", Task: leaving("b c"), Commands: stopped, InSync: true},
		taskstest.Case{Name: "nonsense", Task: leaving("b"), Commands: map[string]string{"systemctl": active["systemctl"], "corosync-quorumtool": "echo what"}, Refused: "probe printed"},
	)
}
