package virtualbox_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox"
)

// A machine with an interface in an internal network, and what is done for it.
func ExampleProvider() {
	dmz := lab.Network{Name: "dmz", NIC: "enp0s3.41"}
	l := lab.Lab{
		Name: "demo", State: "/home/it/labs", Image: lab.Image{Base: "debian-base-image"}, Networks: []lab.Network{dmz},
		Machines: []lab.Machine{{Name: "node", Memory: 512, Links: []lab.Link{{Network: dmz}}}},
	}
	var p virtualbox.Provider
	if err := p.Check(l); err != nil {
		fmt.Println(err)
		return
	}
	for _, task := range p.Prepare(l) {
		fmt.Println(task)
	}
	for _, task := range append(p.Machine(l, l.Machines[0]), p.Ready(l, l.Machines[0])...) {
		fmt.Println(task)
	}
	// Output:
	// VirtualBox can make machines here
	// clone node
	// machine node
	// machine node is ready
}
