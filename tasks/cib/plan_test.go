package cib_test

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/cib"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestPlans(t *testing.T) {
	vip := document()
	vip.Primitives, vip.Colocations, vip.Orders = vip.Primitives[:1], nil, nil
	taskstest.Plans(t, map[string]tasks.Task{
		"document":       document(),
		"vip":            vip,
		"optional order": cib.Configuration{Primitives: document().Primitives, Orders: []cib.Order{{ID: "ord", Kind: cib.Optional, First: "virtual-ip-resource", Then: "haproxy-resource"}}},
		"absent":         cib.Configuration{Absent: []string{"old", "gone"}},
	})
}

func TestGolden(t *testing.T) {
	change, err := cib.Configuration{Properties: cib.Values{"stonith-enabled": "no"}}.Plan("<configuration/>\n")
	if err != nil {
		t.Fatal(err)
	}
	taskstest.Golden(t, "probe", cib.Configuration{}.Probe())
	taskstest.Golden(t, "do", change.Steps[0].Do)
	taskstest.Golden(t, "preview", change.Steps[0].Preview)
}
