package verify_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes/hapx/verify"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestLinks(t *testing.T) {
	task := func(string) tasks.Task { return verify.Links{} }
	taskstest.Golden(t, "links-probe", verify.Links{}.Probe())
	taskstest.Plans(t, map[string]tasks.Task{"links": verify.Links{}})
	commands := func(state string) map[string]string {
		return map[string]string{
			"corosync-cfgtool": `printf 'Local node ID 1, transport knet\nLINK ID 0 udp\n\taddr\t= 192.0.2.1\n\tstatus:\n\t\tnodeid:          1:\tlocalhost\n\t\tnodeid:          2:\t` + state + `\n'`,
			"corosync-cmapctl": `[ "$*" = nodelist.node. ] && printf 'nodelist.node.1.name (str) = b\nnodelist.node.1.nodeid (u32) = 2\nnodelist.node.1.ring0_addr (str) = 192.0.2.2\n'`,
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "connected", Task: task, Commands: commands("connected"), InSync: true},
		taskstest.Case{Name: "cut", Task: task, Commands: commands("disconnected"), Refused: "link 0 from 192.0.2.1 to b is disconnected"},
		taskstest.Case{Name: "stopped", Task: task, Commands: map[string]string{"corosync-cfgtool": "echo 'error 2' >&2; exit 1"}, Refused: "corosync does not answer: error 2"},
	)
}
