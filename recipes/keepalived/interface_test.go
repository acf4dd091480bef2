package keepalived_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes/keepalived"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestPlans(t *testing.T) {
	taskstest.Plans(t, map[string]tasks.Task{
		"eno1":     keepalived.Interface{Name: "eno1"},
		"misnamed": keepalived.Interface{Name: "-x y"},
		"free":     unclaimed("192.0.2.2", "192.0.2.3"),
		"mixed":    unclaimed("2001:db8::1"),
	})
}

func TestInterfaceGolden(t *testing.T) {
	taskstest.Golden(t, "interface-probe", keepalived.Interface{Name: "eno1"}.Probe())
}

func TestInterfaceConforms(t *testing.T) {
	task := func(name string) func(string) tasks.Task {
		return func(string) tasks.Task { return keepalived.Interface{Name: name} }
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "there", Network: true, Prepare: "/usr/sbin/ip link add enp0s3.41 type veth peer name v1", Task: task("enp0s3.41"), InSync: true},
		taskstest.Case{Name: "other", Network: true, Prepare: "/usr/sbin/ip link add enp0s3 type veth peer name v1", Task: task("eno1"),
			Refused: "there is no interface eno1; the host has v1, enp0s3"},
		taskstest.Case{Name: "none", Network: true, Task: task("eno1"), Refused: "the host has no other than lo"},
	)
}
