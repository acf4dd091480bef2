package qemu_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/recipes/vm/qemu"
)

func TestCheck(t *testing.T) {
	for want, change := range map[string]func(l *lab.Lab){
		"": func(*lab.Lab) {},
		"network lan: qemu has no hostonly networks":           func(l *lab.Lab) { l.Networks[0].Kind = lab.HostOnly },
		"images of arch cannot be built here":                  func(l *lab.Lab) { l.Image.Distribution = "arch" },
		`image "base.qcow2" is not the absolute path`:          func(l *lab.Lab) { l.Machines[1].Image.Base = "base.qcow2" },
		"nic eth0: the interfaces of virtual machines are":     func(l *lab.Lab) { l.Machines[0].Links[0].Network.NIC = "eth0" },
		"nic enp0s1: the interfaces of virtual machines are":   func(l *lab.Lab) { l.Machines[0].Links[0].Network.NIC = "enp0s1" },
		"nic enp0s03.1: the interfaces":                        func(l *lab.Lab) { l.Machines[0].Links[0].Network.NIC = "enp0s03.1" },
		"enp0s3 cannot lead to a network of the kind nat and":  func(l *lab.Lab) { l.Machines[0].Links[2].Network.NIC = "enp0s3" },
		"enp0s3 cannot have both the hardware addresses 52:54": func(l *lab.Lab) { l.Machines[0].Links[0].MAC = "52-54-00-00-00-02" },
		"enp0s9 and enp0s10 both lead to a network of the kind nat": func(l *lab.Lab) {
			l.Machines[0].Links = []lab.Link{{Network: lab.Network{Name: "wan", NIC: "enp0s9", Kind: lab.NAT}}, {Network: lab.Network{Name: "nat", NIC: "enp0s10", Kind: lab.NAT}}}
		},
		"room for 8 disks besides the first one, not for 9": func(l *lab.Lab) { l.Machines[0].Disks = make([]lab.Disk, 9) },
	} {
		l := demo()
		change(&l)
		err := qemu.Provider{}.Check(l)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

// A machine on a bridge, that is reached at a port of the hypervisor.
func ExampleProvider() {
	l := lab.Lab{
		Name: "demo", State: "/var/lib/hrun/lab", Cache: "/var/cache/hrun", Image: lab.Image{Distribution: "debian", Suite: "bookworm"},
		Networks: []lab.Network{lan},
		Machines: []lab.Machine{{Name: "node", Forward: 22022, Links: []lab.Link{{Network: lan}, {Network: nat}}}},
	}
	if err := (qemu.Provider{}).Check(l); err != nil {
		fmt.Println(err)
		return
	}
	for _, task := range all(l) {
		fmt.Println(task)
	}
	// Output:
	// virtual machines can be made here
	// disk image of bookworm
	// packages for machines of bookworm
	// disk with packages for machines of bookworm
	// acceleration of machines of bookworm
	// network of lab demo
	// disks of machine node
	// seed of machine node
	// machine node
	// machine node has booted
	// port 22022 leads to machine node
}
