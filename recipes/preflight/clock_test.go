package preflight_test

import (
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/preflight"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestClockGolden(t *testing.T) {
	taskstest.Golden(t, "clock-probe", preflight.Clock{Within: time.Minute}.Probe())
}

// off is a host whose shell has found its clock to be ahead.
func off(seconds string) func(testing.TB, string) *taskstest.Host {
	return func(t testing.TB, kind string) *taskstest.Host {
		h := taskstest.NewHost(t, kind, nil)
		h.Shell.Env = append(h.Shell.Env, "hrun_ahead="+seconds)
		return h
	}
}

func TestClockConforms(t *testing.T) {
	task := func(string) tasks.Task { return preflight.Clock{} }
	taskstest.Conform(t,
		taskstest.Case{Name: "right", Host: off("0"), Task: task, InSync: true},
		taskstest.Case{Name: "right enough", Host: off("-30"), Task: task, InSync: true},
		taskstest.Case{Name: "ahead", Host: off("31"), Task: task, Refused: "31s ahead"},
		taskstest.Case{Name: "behind", Host: off("-86400"), Task: task, Refused: "24h0m0s behind"},
	)
}

func TestClockCouldNotLook(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		for _, said := range []string{"", "-", "soon", "1.5"} {
			if r := off(said)(t, kind).Run(preflight.Clock{}.Probe()); r.Status == 0 || r.Stderr == "" {
				t.Errorf("%s: the shell says %q, and the probe prints %q", kind, said, r.Stdout)
			}
		}
	}
}
