package qdevice

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// What the tools of two nodes with an arbiter print, cut to what is looked at.
const (
	votes = `Quorate:          Yes
Total votes:      3
Quorum:           2  
Flags:            Quorate Qdevice 

    Nodeid      Votes    Qdevice Name
         1          1    A,V,NMW hapx-node01 (local)
         2          1    A,V,NMW hapx-node02
         0          1            Qdevice
`
	clients = `Cluster "haproxy-cluster":
    Algorithm:		Fifty-Fifty split (KAP Tie-breaker)
    Node ID 1:
        Client address:		::ffff:192.168.4.21:35198
        Configured node list:	1, 2
        Membership node list:	1, 2
        TLS active:		Yes (client certificate verified)
    Node ID 2:
        Client address:		::ffff:192.168.4.22:35198
        Configured node list:	1, 2
        Membership node list:	1, 2
        TLS active:		Yes (client certificate verified)
`
	status = "Qdevice-net information\nQNetd host:\t\t192.168.4.30:5403\nState:\t\t\tConnected\nTLS active:\t\tYes (client certificate sent)\n"
)

// tool stands in for a command that prints something.
func tool(said string, exit string) string { return "cat <<'SAID'\n" + said + "SAID\nexit " + exit }

// outcome is how a script ends where commands are as they are.
type outcome struct {
	commands map[string]string
	status   int
	said     string
}

// cases runs a script on hosts whose commands print this and that.
func cases(t *testing.T, script sh.Script, all map[string]outcome) {
	t.Helper()
	for name, c := range all {
		for _, kind := range taskstest.Kinds() {
			r := taskstest.NewHost(t, kind, c.commands).Run(script)
			if r.Status != c.status || !strings.Contains(r.Stdout, c.said) {
				t.Errorf("%s, %s: exit %d, %q; want %d, %q", name, kind, r.Status, r.Stdout, c.status, c.said)
			}
		}
	}
}

func TestVoting(t *testing.T) {
	asked := func(votes, exit, state string) map[string]string {
		return map[string]string{"corosync-quorumtool": tool(votes, exit), "corosync-qdevice-tool": tool(strings.Replace(status, "Connected", state, 1), "0")}
	}
	for _, no := range []string{"A,NV,NMW", "NA,NV,NMW", "     NR"} {
		cases(t, voting, map[string]outcome{no: {asked(strings.Replace(votes, "A,V,NMW", no, 1), "2", "Connect failed"), 1, "the arbiter at 192.168.4.30:5403 does not vote for this node, the connection is: Connect failed"}})
	}
	cases(t, voting, map[string]outcome{
		"votes":       {asked(votes, "0", "Connected"), 0, ""},
		"no corosync": {asked("", "1", "Connected"), 1, "corosync does not answer"},
		"no daemon": {map[string]string{"corosync-quorumtool": tool("Quorate: Yes\n", "0"), "corosync-qdevice-tool": "exit 1"}, 1,
			"corosync-qdevice does not answer"},
	})
}

func TestArbiterIsIdle(t *testing.T) {
	of := func(said, exit, state string) map[string]string {
		return map[string]string{"corosync-qnetd-tool": tool(said, exit), "systemctl": "echo " + state}
	}
	alone := clients[:strings.Index(clients, "    Node ID 2")]
	cases(t, Arbiter{Cluster: "haproxy-cluster", Nodes: 2}.idle(), map[string]outcome{
		"both":            {of(clients, "0", "active"), 0, ""},
		"none":            {of("", "0", "active"), 0, ""},
		"does not run":    {of("", "1", "failed"), 0, ""},
		"one":             {of(strings.Replace(alone, "Membership node list:\t1, 2", "Membership node list:\t1", 1), "0", "active"), 1, "1 of 2 nodes are connected"},
		"apart":           {of(strings.ReplaceAll(clients, "Membership node list:\t1, 2", "Membership node list:\t1"), "0", "active"), 1, "2 of 2 nodes are connected to the arbiter, and 0 of them"},
		"does not answer": {of("", "1", "active"), 2, ""},
	})
}

func TestDispensable(t *testing.T) {
	task := func(string) tasks.Task { return dispensable{} }
	commands := func(votes, exit, state string) map[string]string {
		return map[string]string{"corosync-quorumtool": tool(votes, exit), "corosync-qdevice-tool": "exit 1", "systemctl": "echo " + state}
	}
	alone := strings.Replace(votes, "         2          1    A,V,NMW hapx-node02\n", "", 1)
	taskstest.Conform(t,
		taskstest.Case{Name: "both", Task: task, Commands: commands(votes, "0", "active"), InSync: true},
		taskstest.Case{Name: "alone", Task: task, Commands: commands(alone, "0", "active"), Refused: "only 1 are those of nodes, and quorum needs 2"},
		taskstest.Case{Name: "no quorum", Task: task, Commands: commands(alone, "2", "active"), InSync: true},
		taskstest.Case{Name: "off", Task: task, Commands: commands(alone, "0", "inactive"), InSync: true},
		taskstest.Case{Name: "never there", Task: task, InSync: true},
	)
}

func TestOffIsNotTentative(t *testing.T) {
	o := play(t, Gone{}).Work[1].Task
	before, _ := o.(tasks.Sampler).Sample()
	c, err := o.Plan(before)
	if err != nil || !c.Empty() || c.Tentative != "" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestGolden(t *testing.T) {
	taskstest.Golden(t, "voting", voting)
	taskstest.Golden(t, "idle", Arbiter{Cluster: "haproxy-cluster", Nodes: 2}.idle())
	taskstest.Golden(t, "database-probe", node(t, arbiterDirectory, "hapx-node01", "\x01", noon).Probe())
	taskstest.Golden(t, "dispensable-probe", dispensable{}.Probe())
}
