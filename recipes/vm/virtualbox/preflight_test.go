package virtualbox_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/virtualbox"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox/vboxtest"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// Room that could not be looked for is not room that is missing.
func TestPreflightThatCannotLookForRoom(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, map[string]string{"VBoxManage": vboxtest.Command(t), "df": "echo 'df: no such device' >&2; exit 1"})
		world()(t, h.Root)
		p := place{t, h.Root}
		r := h.Run(virtualbox.Preflight{Lab: "demo", State: p.state(), Machines: []string{"node01"}, Bases: []string{"debian-base-image"}}.Probe())
		if r.Status == 0 || strings.Contains(r.Stdout, "room") {
			t.Errorf("%s: %+v", kind, r)
		}
	}
}
