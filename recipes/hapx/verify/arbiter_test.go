package verify

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

const clients = `Cluster "haproxy-cluster":
    Algorithm:		Fifty-Fifty split (KAP Tie-breaker)
    Node ID 1:
        Membership node list:	1, 2
        TLS active:		Yes (client certificate verified)
        Vote:			No change (ACK)
    Node ID 2:
        Membership node list:	1, 2
        TLS active:		Yes (client certificate verified)
        Vote:			ACK (ACK)
`

func prints(said, exit string) string { return "cat <<'SAID'\n" + said + "SAID\nexit " + exit }

func TestNodesAtTheArbiter(t *testing.T) {
	task := func(string) tasks.Task { return health.Look{Name: "nodes", Script: connected("haproxy-cluster", 2)} }
	of := func(name, said, exit, refused string) taskstest.Case {
		return taskstest.Case{Name: name, Task: task, Commands: map[string]string{"corosync-qnetd-tool": prints(said, exit)}, InSync: refused == "", Refused: refused}
	}
	taskstest.Conform(t,
		of("both", clients, "0", ""),
		of("one", clients[:strings.Index(clients, "    Node ID 2")], "0", "only 1 of 2 nodes are connected"),
		of("none", "", "0", "only 0 of 2 nodes"),
		of("in the clear", strings.Replace(clients, "Yes (client certificate verified)", "No", 1), "0", "the ids 1"),
		of("does not run", "Can't connect to QNetd socket\n", "1", "corosync-qnetd does not answer: Can't connect"),
	)
}

func TestVoteOfTheArbiter(t *testing.T) {
	task := func(string) tasks.Task { return health.Look{Name: "vote", Script: voted} }
	of := func(name, flags, tls, refused string) taskstest.Case {
		return taskstest.Case{Name: name, Task: task, InSync: refused == "", Refused: refused, Commands: map[string]string{
			"corosync-quorumtool":   prints("   1   1 "+flags+" hapx-node01 (local)\n", "0"),
			"corosync-qdevice-tool": prints("QNetd host:\t\t192.168.4.30:5403\nState:\t\t\tConnected\nTLS active:\t\t"+tls+"\n", "0"),
		}}
	}
	const sent = "Yes (client certificate sent)"
	taskstest.Conform(t,
		of("votes", "A,V,NMW", sent, ""),
		of("votes for another", "A,NV,NMW", sent, "does not vote for this node, the connection is: Connected"),
		of("in the clear", "A,V,NMW", "No", "is not encrypted"),
	)
}
