package inventory_test

import (
	"fmt"
	"net/netip"

	"github.com/hrun-dev/hrun/inventory"
)

func ExampleLoad() {
	inv, err := inventory.Load("testdata/hapx.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, h := range inv.Hosts() {
		fmt.Println(h.Name, h.Groups, h.Connection.Via, h.Vars["ansible_user"].Source)
	}
	// Output:
	// bastion [] [] testdata/hapx.yaml:4
	// hapx-node01 [hapx] [bastion] testdata/hapx.yaml:4
	// hapx-node02 [hapx] [bastion] testdata/hapx.yaml:4
}

func ExampleLoad_list() {
	inv, err := inventory.Load("web[1:2].example.org:2222,db.example.org,")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, h := range inv.Hosts() {
		fmt.Println(h.Name, h.Connection.Port)
	}
	// Output:
	// web1.example.org 2222
	// web2.example.org 2222
	// db.example.org 0
}

func ExampleInventory_Match() {
	inv, err := inventory.Load("testdata/hapx.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, pattern := range []string{"hapx[0]", "all:!hapx", "*node*", "hapx-nod01"} {
		hosts, err := inv.Match(pattern)
		for _, h := range hosts {
			fmt.Print(h.Name, " ")
		}
		fmt.Println(err)
	}
	// Output:
	// hapx-node01 <nil>
	// bastion <nil>
	// hapx-node01 hapx-node02 <nil>
	// pattern "hapx-nod01" matches no host (did you mean "hapx-node01"?)
}

func ExampleInventory_Parameters() {
	inv, err := inventory.Load("testdata/hapx.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	recipe := struct {
		VIP      netip.Prefix
		NIC      string
		AuthKey  inventory.Password
		Backends []struct {
			Name    string
			Address netip.Addr
			Port    int
		}
		Weight int
	}{Weight: 1}
	if err := inv.Parameters("hapx", &recipe); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%+v\n", recipe)

	var misspelt struct {
		VIPP         netip.Prefix
		NIC, AuthKey string
		Backends     []any
	}
	fmt.Println(inv.Parameters("hapx", &misspelt))
	// Output:
	// {VIP:192.168.4.20/27 NIC:enp0s3.41 AuthKey:(secret) Backends:[{Name:web1 Address:192.168.4.31 Port:8080} {Name:web2 Address:192.168.4.32 Port:8080}] Weight:1}
	// testdata/hapx.yaml:17: hapx: unknown parameter "vip" (did you mean "vipp"?)
}
