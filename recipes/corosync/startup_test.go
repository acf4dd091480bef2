package corosync

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// body is a configuration with one of its lines changed, or added to.
func body(t *testing.T, edits ...string) string {
	t.Helper()
	text, err := pair().WithDefaults().render()
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(edits); i += 2 {
		if !strings.Contains(text, edits[i]) {
			t.Fatalf("there is no %q", edits[i])
		}
		text = strings.Replace(text, edits[i], edits[i+1], 1)
	}
	return text
}

// What a running corosync takes over needs no restart, and all else does.
func TestRestarts(t *testing.T) {
	const third = "  node {\n    name: c\n    nodeid: 3\n    ring0_addr: 192.168.4.20\n  }\n}\n"
	without := "  node {\n    name: hapx-node02\n    nodeid: 2\n    ring0_addr: 192.168.4.19\n  }\n"
	for name, c := range map[string]struct {
		edits []string
		want  bool
	}{
		"nothing":             {nil, false},
		"token":               {[]string{"token: 3000", "token: 5000"}, false},
		"votes":               {[]string{"  two_node: 1\n  expected_votes: 2", "  expected_votes: 3"}, false},
		"log":                 {[]string{"debug: off", "debug: on"}, false},
		"device":              {[]string{"expected_votes: 2", "device {\n model: net\n net {\n host: 192.168.4.30\n }\n }"}, false},
		"another node":        {[]string{"  }\n}\n\nquorum", "  }\n}\n\nquorum", "192.168.4.19\n  }\n}\n", "192.168.4.19\n  }\n" + third}, false},
		"one node less":       {[]string{without, ""}, false},
		"a comment":           {[]string{"# Written", "# transport: udp\n# Written"}, false},
		"name of the cluster": {[]string{"cluster_name: haproxy-cluster", "cluster_name: other"}, true},
		"transport":           {[]string{"transport: knet", "transport: udpu"}, true},
		"port":                {[]string{"mcastport: 5405", "mcastport: 5407"}, true},
		"wait for all":        {[]string{"provider: corosync_votequorum", "provider: corosync_votequorum\n  wait_for_all: 0"}, true},
		"id of a node":        {[]string{"nodeid: 2", "nodeid: 7"}, true},
		"address of a node":   {[]string{"ring0_addr: 192.168.4.19", "ring0_addr: 192.168.4.17"}, true},
		"spaces":              {[]string{"  transport: knet", "\ttransport:knet "}, false},
	} {
		if got := restarts(parse(body(t)), parse(body(t, c.edits...))); got != c.want {
			t.Errorf("%s: a restart is needed: %v, want %v", name, got, c.want)
		}
	}
}

func TestStartupConforms(t *testing.T) {
	text := body(t)
	task := func(root string) tasks.Task { return startup{Path: filepath.Join(root, "conf"), Body: text} }
	conf := func(body string) func(testing.TB, string) {
		return func(t testing.TB, root string) {
			if err := os.WriteFile(filepath.Join(root, "conf"), []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "no file", Task: task, InSync: true},
		taskstest.Case{Name: "another token", Task: task, InSync: true, Setup: conf(body(t, "token: 3000", "token: 1000"))},
		taskstest.Case{Name: "another port", Task: task, Setup: conf(body(t, "mcastport: 5405", "mcastport: 5407"))},
		taskstest.Case{Name: "Debian's", Task: task, Setup: conf("totem {\n\tversion: 2\n\tcluster_name: debian\n\tcrypto_cipher: none\n}\n")},
		taskstest.Case{Name: "no configuration", Task: task, Setup: conf("it's not 'one'\n}\n")},
	)
}
