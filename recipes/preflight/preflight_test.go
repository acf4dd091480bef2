package preflight_test

import (
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/preflight"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestPlans(t *testing.T) {
	taskstest.Plans(t, map[string]tasks.Task{
		"eno1":     preflight.Interface{Name: "eno1"},
		"misnamed": preflight.Interface{Name: "-x y"},
		"carries":  carrier("enp0s3.41", "192.168.4.21", "192.168.4.20/27"),
		"single":   carrier("eno1", "192.0.2.1", "192.0.2.100/32"),
		"wide":     carrier("eno1", "", "192.0.2.100/16"),
		"free":     unclaimed("192.0.2.2", "192.0.2.3"),
		"mixed":    unclaimed("2001:db8::1"),
		"clock":    preflight.Clock{},
		"fine":     preflight.Clock{Within: time.Millisecond},
	})
}
