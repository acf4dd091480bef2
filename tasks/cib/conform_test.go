package cib_test

import (
	"errors"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/cib"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestConform(t *testing.T) {
	t.Parallel()
	task := func(string) tasks.Task { return document() }
	taskstest.Conform(t,
		taskstest.Case{Name: "from nothing", Task: task, MachineTools: true, Commands: offline(), Setup: empty},
		taskstest.Case{
			Name: "in sync", Task: task, MachineTools: true, Commands: offline(), InSync: true,
			Setup: func(t testing.TB, root string) {
				empty(t, root)
				run(t, root, "crm -F configure <<'END'\n"+stanza+"commit\nquit\nEND")
			},
		},
		taskstest.Case{
			Name: "no cluster", Task: task, MachineTools: true, Refused: cib.ErrNoCluster.Error(),
			Commands: map[string]string{"cibadmin": "echo 'Could not connect to the CIB' >&2; exit 102"},
		},
	)
}

// Any other failure of the tool is "could not look", and never "no cluster".
func TestCouldNotLook(t *testing.T) {
	for _, status := range []string{"1", "13", "105", "124"} {
		h := taskstest.NewHost(t, "dash", map[string]string{"cibadmin": "echo no >&2; exit " + status})
		if r := h.Run(document().Probe()); r.Status == 0 || r.Stdout != "" {
			t.Errorf("cibadmin exits with %s: the probe exits with %d and prints %q", status, r.Status, r.Stdout)
		}
	}
}

func TestNotInstalled(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	r := h.Run("PATH=/nowhere\n" + document().Probe())
	if _, err := document().Plan(r.Stdout); r.Status != 0 || !errors.Is(err, cib.ErrNotInstalled) {
		t.Errorf("probe: status %d, %q; Plan: %v", r.Status, r.Stdout, err)
	}
}
