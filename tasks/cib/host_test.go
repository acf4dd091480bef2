package cib_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aymanbagabas/go-udiff"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// offline makes pacemaker's own tools work on a file instead of a cluster. A
// script that names a file of its own keeps it.
func offline() map[string]string {
	commands := map[string]string{}
	for _, tool := range []string{"cibadmin", "crm_resource"} {
		commands[tool] = `export CIB_file="${CIB_file-$ROOT/cib.xml}"; exec /usr/sbin/` + tool + ` "$@"`
	}
	return commands
}

// cluster is a host with a CIB in a file. Scripts must leave nothing else there.
type cluster struct {
	*taskstest.Host
	t testing.TB
}

func newCluster(t testing.TB) cluster {
	t.Helper()
	h := cluster{taskstest.NewHost(t, "dash", offline()), t}
	empty(t, h.Root)
	temporary := t.TempDir()
	h.Shell.Env = append(h.Shell.Env, "TMPDIR="+temporary)
	t.Cleanup(func() {
		if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
			t.Errorf("scripts left %v behind (%v)", left, err)
		}
	})
	return h
}

// empty lays down the CIB of a cluster that nobody has configured.
func empty(t testing.TB, root string) { run(t, root, "cibadmin --empty >$CIB_file") }

// crm runs a line of crmsh; -F, because the agents' metadata come from a
// daemon that does not run.
func (c cluster) crm(line string) { c.t.Helper(); run(c.t, c.Root, "crm -F "+line) }

func (c cluster) run(command string) { c.t.Helper(); run(c.t, c.Root, command) }

func run(t testing.TB, root, command string) string {
	t.Helper()
	cmd := exec.Command("sh", "-c", command)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "LC_ALL=C", "CIB_file="+filepath.Join(root, "cib.xml"), "HOME="+root)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", command, err, out)
	}
	return string(out)
}

// configuration returns what cibadmin prints, a line an element.
func (c cluster) configuration() []string {
	return strings.Split(run(c.t, c.Root, "cibadmin --query --scope configuration"), "\n")
}

// differs checks what the plan shows, as removed and added lines, applies it,
// and checks that nothing is left to do.
func (c cluster) differs(task tasks.Task, want string) {
	c.t.Helper()
	change, err := c.Plan(task)
	if err != nil {
		c.t.Fatal(err)
	}
	if got := lines(change); got != want {
		c.t.Errorf("the plan shows\n%s\nwant\n%s", got, want)
	}
	for _, s := range change.Steps {
		if err := c.Run(s.Preview).Err(); err != nil {
			c.t.Errorf("preview %v", err)
		}
	}
	if err := c.Run(change.Script()).Err(); err != nil {
		c.t.Fatalf("remedy %v\n%s", err, change.Script())
	}
	left, err := c.Plan(task)
	if err != nil || !left.Empty() {
		c.t.Fatalf("after the remedy: %v\n%s", err, lines(left))
	}
}

// lines returns the lines of a plan that differ.
func lines(c tasks.Change) string {
	var b strings.Builder
	for _, s := range c.Steps {
		for l := range strings.Lines(udiff.Unified("", "", s.Was, s.Want)) {
			if !strings.HasPrefix(l, " ") && !strings.HasPrefix(l, "@") && strings.Trim(l, "+- \n") != "" {
				b.WriteString(l)
			}
		}
	}
	return b.String()
}

func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(l string) bool { return slices.Contains(b, l) })
}
