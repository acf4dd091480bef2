package pacemaker_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// leaving makes hosts of the cluster's node a, whose attributes until it restarts
// are lines of the file "attributes".
func leaving(t testing.TB, kind string) *taskstest.Host {
	t.Helper()
	return taskstest.NewHost(t, kind, map[string]string{
		"crm_node":  `[ "$*" = --name ] && echo a`,
		"systemctl": `[ "$*" = 'is-active --quiet pacemaker' ] && [ ! -e "$ROOT/stopped" ]`,
		"crm_attribute": `[ ! -e "$ROOT/stopped" ] || exit 102
case $* in
'--quiet --lifetime reboot --node a --name standby --update on') echo standby >"$ROOT/attributes" ;;
'--quiet --lifetime reboot --node a --name standby --delete') rm -f "$ROOT/attributes" ;;
*) exit 64 ;;
esac`,
	})
}

func TestLeaveAndReturn(t *testing.T) {
	taskstest.Golden(t, "leave", pacemaker.Leave())
	taskstest.Golden(t, "return", pacemaker.Return())
	for _, kind := range taskstest.Kinds() {
		h := leaving(t, kind)
		for _, script := range []string{"leave", "leave", "return", "return"} {
			run, want := pacemaker.Leave(), "standby\n"
			if script == "return" {
				run, want = pacemaker.Return(), ""
			}
			if r := h.Run(run); r.Status != 0 || r.Stdout != "" {
				t.Errorf("%s: %s: %+v", kind, script, r)
			}
			if r := h.Run(`if [ -e "$ROOT/attributes" ]; then cat "$ROOT/attributes"; fi`); r.Stdout != want {
				t.Errorf("%s: after %s the node has %q", kind, script, r.Stdout)
			}
		}
	}
}

// Where pacemaker has ended, what was done has ended with it; where it runs and
// does not answer, that is to be tried again.
func TestReturnWithoutPacemaker(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := leaving(t, kind)
		h.Run(`echo >"$ROOT/stopped"`)
		if r := h.Run(pacemaker.Return()); r.Status != 0 {
			t.Errorf("%s: %+v", kind, r)
		}
		if r := h.Run(pacemaker.Leave()); r.Status != 102 {
			t.Errorf("%s: %+v", kind, r)
		}
		h = taskstest.NewHost(t, kind, map[string]string{"crm_node": "exit 102", "systemctl": "exit 0"})
		if r := h.Run(pacemaker.Return()); r.Status != 102 {
			t.Errorf("%s: %+v", kind, r)
		}
	}
}
