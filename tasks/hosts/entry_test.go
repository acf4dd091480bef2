package hosts_test

import (
	"net/netip"
	"os"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/hosts"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

const debian = `127.0.0.1	localhost
127.0.1.1	node01.example.org	node01

# The following lines are desirable for IPv6 capable hosts
::1     ip6-localhost ip6-loopback
`

func table(body string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		if err := os.WriteFile(root+"/hosts", []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEntryConforms(t *testing.T) {
	entry := func(e hosts.Entry) func(string) tasks.Task {
		return func(root string) tasks.Task {
			e.Path = root + "/hosts"
			return e
		}
	}
	node := hosts.Entry{Address: netip.MustParseAddr("192.168.4.1"), Names: []string{"node01", "node01.example.org"}}
	six := hosts.Entry{Address: netip.MustParseAddr("::1"), Names: []string{"localhost"}}
	gone := hosts.Entry{Address: netip.MustParseAddr("127.0.1.1"), Absent: true}
	taskstest.Conform(t,
		taskstest.Case{Name: "absent", Task: entry(node)},
		taskstest.Case{Name: "add", Task: entry(node), Setup: table(debian)},
		taskstest.Case{Name: "replace", Task: entry(six), Setup: table(debian)},
		taskstest.Case{Name: "remove", Task: entry(gone), Setup: table(debian + "127.0.1.1 again # remark")},
		taskstest.Case{Name: "removed", Task: entry(gone), Setup: table("127.0.0.1 localhost"), InSync: true},
		taskstest.Case{Name: "no table", Task: entry(gone), InSync: true},
		taskstest.Case{Name: "in sync", Task: entry(node), InSync: true,
			Setup: table(debian + "192.168.4.1\tnode01\tnode01.example.org # kept")},
	)
}

func TestEntryPlans(t *testing.T) {
	node := netip.MustParseAddr("192.168.4.1")
	taskstest.Plans(t, map[string]tasks.Task{
		"entry":     hosts.Entry{Address: node, Names: []string{"node01", "node01.example.org"}},
		"exclusive": hosts.Entry{Address: node, Names: []string{"node01"}, Exclusive: true},
		"gone":      hosts.Entry{Address: netip.MustParseAddr("127.0.1.1"), Absent: true},
		"short":     hosts.Entry{Address: netip.MustParseAddr("0:0::1"), Names: []string{"ip6-localhost"}},
	})
	taskstest.Golden(t, "entry-probe", hosts.Entry{Address: node}.Probe())
}

func TestEntryValidate(t *testing.T) {
	node := netip.MustParseAddr("192.168.4.1")
	for _, e := range []hosts.Entry{
		{Names: []string{"a"}},
		{Address: node},
		{Address: node, Names: []string{"a"}, Absent: true},
		{Address: node, Exclusive: true, Absent: true},
		{Address: node, Names: []string{"a b"}},
		{Address: node, Names: []string{"a\n10.0.0.1 b"}},
		{Address: node, Names: []string{"#"}},
		{Address: node, Names: []string{"a"}, Path: "hosts"},
	} {
		if e.Validate() == nil {
			t.Errorf("Validate accepts %+v", e)
		}
		if _, err := e.Plan("absent\n"); err == nil {
			t.Errorf("Plan accepts %+v", e)
		}
	}
}
