package sysctl

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// The kernel's own parameters, in a network namespace that ends with the test:
// this machine keeps what it has.
func TestValueForReal(t *testing.T) {
	value := func(key, value string) func(string) tasks.Task {
		return func(root string) tasks.Task { return Value{Key: key, Value: value, File: root + conf} }
	}
	file := tree(map[string]string{conf: "# mine\n"})
	taskstest.Conform(t,
		taskstest.Case{Name: "switch", Network: true, Task: value("net.ipv4.ip_nonlocal_bind", "1"), Setup: file},
		taskstest.Case{Name: "several numbers", Network: true, Task: value("net.ipv4.ip_local_port_range", "1024 65000"), Setup: file},
		taskstest.Case{Name: "in sync", Network: true, Task: value("net.ipv4.ip_nonlocal_bind", "1"), InSync: true,
			Setup: tree(map[string]string{conf: "net.ipv4.ip_nonlocal_bind = 1\n"}), Prepare: "echo 1 >/proc/sys/net/ipv4/ip_nonlocal_bind"},
	)
}
