package preflight_test

import (
	"net/netip"
	"testing"

	"github.com/hrun-dev/hrun/recipes/preflight"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// carrier is an interface that carries one VIP.
func carrier(name, own, vip string) preflight.Interface {
	i := preflight.Interface{Name: name, VIPs: []netip.Prefix{netip.MustParsePrefix(vip)}}
	if own != "" {
		i.Own = netip.MustParseAddr(own)
	}
	return i
}

func TestInterfaceGolden(t *testing.T) {
	taskstest.Golden(t, "interface-probe", preflight.Interface{Name: "eno1"}.Probe())
}

func TestInterfaceConforms(t *testing.T) {
	task := func(i preflight.Interface) func(string) tasks.Task {
		return func(string) tasks.Task { return i }
	}
	named := func(name string) preflight.Interface { return preflight.Interface{Name: name} }
	const made = "ip() { /usr/sbin/ip \"$@\"; }; ip link add enp0s3.41 type veth peer name v1; ip addr add 192.0.2.1/24 dev enp0s3.41; ip addr add 10.0.0.1 peer 10.0.0.2 dev v1; ip addr add 2001:db8::1/64 dev enp0s3.41; "
	taskstest.Conform(t,
		taskstest.Case{Name: "there", Network: true, Prepare: made, Task: task(named("enp0s3.41")), InSync: true},
		taskstest.Case{Name: "other", Network: true, Prepare: "/usr/sbin/ip link add enp0s3 type veth peer name v1", Task: task(named("eno1")),
			Refused: "there is no interface eno1; the host has v1, enp0s3"},
		taskstest.Case{Name: "none", Network: true, Task: task(named("eno1")), Refused: "the host has no other than lo"},
		taskstest.Case{Name: "carries", Network: true, Prepare: made, Task: task(carrier("enp0s3.41", "192.0.2.1", "192.0.2.100/24")), InSync: true},
		taskstest.Case{Name: "carries version 6", Network: true, Prepare: made, Task: task(carrier("enp0s3.41", "", "2001:db8::100/64")), InSync: true},
		taskstest.Case{Name: "held", Network: true, Prepare: made + "ip addr add 192.0.2.100/16 dev enp0s3.41",
			Task: task(carrier("enp0s3.41", "192.0.2.1", "192.0.2.100/16")), Refused: "outside the network of the interface enp0s3.41"},
		taskstest.Case{Name: "elsewhere", Network: true, Prepare: made, Task: task(carrier("enp0s3.41", "10.0.0.1", "192.0.2.100/24")), Refused: "v1 has it"},
		taskstest.Case{Name: "a link's other end", Network: true, Prepare: made, Task: task(carrier("v1", "", "192.0.2.100/24")), Refused: "which has 10.0.0.1/32"},
	)
}

// What cannot be seen is not taken for absent.
func TestInterfaceCouldNotLook(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		r := taskstest.NewHost(t, kind, map[string]string{"ip": "exit 1"}).Run(preflight.Interface{Name: "eno1"}.Probe())
		if r.Status == 0 {
			t.Errorf("%s: ip fails, and the probe prints %q", kind, r.Stdout)
		}
	}
}
