package pacemaker

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestForgottenConforms(t *testing.T) {
	task := func(string) tasks.Task { return Forgotten{Node: "c"} }
	// The cluster knows the node as long as a file is there.
	knows := func(xml string) map[string]string {
		return map[string]string{
			"cibadmin": "case $* in *\"[@uname='c']\"*) ;; *) exit 1 ;; esac\n[ -e \"$PWD\"/forgotten ] && { echo 'No such device' >&2; exit 105; }\necho '" + xml + "'",
			"crm_node": "[ \"$*\" = '--force --remove c' ] && : >forgotten",
		}
	}
	fails := func(script string) map[string]string { return map[string]string{"cibadmin": script} }
	taskstest.Conform(t,
		taskstest.Case{Name: "unknown", Task: task, InSync: true, Commands: fails("exit 105")},
		taskstest.Case{Name: "no cluster", Task: task, Refused: ErrNoCluster.Error(), Commands: fails("exit 102")},
		taskstest.Case{Name: "a member", Task: task, Refused: ErrStillMember.Error(), Commands: knows(`<node id="3" uname="c"/><node_state id="3" uname="c" in_ccm="true" join="member"/>`)},
		taskstest.Case{Name: "a member, by newer versions", Task: task, Refused: ErrStillMember.Error(), Commands: knows(`<node id="3" uname="c"/><node_state id="3" uname="c" in_ccm="1763660000" crmd="1763660001"/>`)},
	)
	for _, gone := range []string{"false", "0"} {
		r := taskstest.NewHost(t, "dash", knows(`<node id="3" uname="c"/><node_state id="3" uname="c" in_ccm="`+gone+`" crmd="offline"/>`)).Run(Forgotten{Node: "c"}.Probe())
		if r.Stdout != "known\n" {
			t.Errorf("in_ccm is %s, and the probe prints %q", gone, r.Stdout)
		}
	}
	for _, status := range []string{"1", "124"} {
		r := taskstest.NewHost(t, "dash", fails("echo no >&2; exit "+status)).Run(Forgotten{Node: "c"}.Probe())
		if r.Status == 0 {
			t.Errorf("cibadmin exits with %s, and the probe prints %q", status, r.Stdout)
		}
	}
	change, err := Forgotten{Node: "c"}.Plan("known\n")
	if err != nil || len(change.Steps) != 1 || change.Steps[0].Do != "timeout 20 crm_node --force --remove c" {
		t.Errorf("%+v, %v", change, err)
	}
	if err := (Forgotten{Node: "c' or '1"}).Validate(); err == nil || !strings.Contains(err.Error(), "cannot be the name") {
		t.Errorf("a name that is none: %v", err)
	}
}

func TestErasedConforms(t *testing.T) {
	task := func(root string) tasks.Task { return erased{Path: filepath.Join(root, "it's the cib")} }
	with := func(files ...string) func(testing.TB, string) {
		return func(t testing.TB, root string) {
			dir := filepath.Join(root, "it's the cib")
			if err := os.Mkdir(dir, 0o750); err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				if err := os.WriteFile(filepath.Join(dir, f), []byte("<cib/>"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "never there", Task: task, InSync: true},
		taskstest.Case{Name: "empty", Task: task, InSync: true, Setup: with()},
		taskstest.Case{Name: "a configuration and what it was", Task: task, Setup: with("cib.xml", "cib-1.raw", ".hidden", "-rf")},
	)
}
