package network_test

import (
	"errors"
	"net/netip"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/network"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// What the run has come in by is not taken away, also where sudo(8) has hidden
// how it came.
func TestConnectionStays(t *testing.T) {
	own := network.Address{Device: "v0", Prefix: netip.MustParsePrefix("192.168.4.2/27"), Absent: true}
	six := network.Address{Device: "v0", Prefix: netip.MustParsePrefix("fd00::2/64"), Absent: true}
	route := network.Route{To: netip.MustParsePrefix("0.0.0.0/0"), Absent: true}
	const gateway = link + ` && ip route add default via 192.168.4.1`
	tests := []struct {
		name, connection string
		task             tasks.Task
		refused          bool
	}{
		{"own address", "198.51.100.7 40000 192.168.4.2 22", own, true},
		{"own IPv6 address", "2001:db8::7 40000 fd00::2 22", six, true},
		{"the other one", "198.51.100.7 40000 192.168.4.2 22", six, false},
		{"way back", "198.51.100.7 40000 192.168.4.2 22", route, true},
		{"neighbour", "192.168.4.7 40000 192.168.4.2 22", route, false},
		{"other family", "2001:db8::7 40000 fd00::2 22", route, false},
		{"nobody there", "nobody", own, false},
	}
	for _, kind := range taskstest.Kinds() {
		for _, test := range tests {
			t.Run(test.name+"/"+kind, func(t *testing.T) {
				h := taskstest.NewHost(t, kind, nil)
				h.Isolate("-n")
				if err := h.Run(gateway).Err(); err != nil {
					t.Fatal(err)
				}
				h.Shell.Env = append(h.Shell.Env, "SSH_CONNECTION="+test.connection)
				direct := h.Probe(test.task)
				hidden := h.Run("env -u SSH_CONNECTION sh -c " + sh.Word(string(test.task.Probe())))
				if direct != hidden.Stdout {
					t.Errorf("probe printed %q, and %q %s without the variable", direct, hidden.Stdout, hidden.Stderr)
				}
				c, err := test.task.Plan(direct)
				connected := (*network.ConnectedError)(nil)
				if errors.As(err, &connected) != test.refused || c.Empty() != test.refused {
					t.Errorf("%d steps, error %v; probe printed:\n%s", len(c.Steps), err, direct)
				}
			})
		}
	}
}
