package inventory_test

import (
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/inventory"
)

func ExampleNew() {
	inv, err := inventory.New(
		inventory.Host{Name: "bastion", Connection: inventory.Connection{Address: "203.0.113.10"}},
		inventory.Host{Name: "web1", Groups: []string{"web"}, Connection: inventory.Connection{Via: []string{"bastion"}}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(inv.Groups())
	// Output: [web]
}

func ExampleInventory_Group() {
	inv, err := inventory.New(inventory.Host{Name: "web1", Groups: []string{"web"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = inv.Group("wbe")
	fmt.Println(err)
	// Output: there is no group "wbe" (did you mean "web"?)
}

func ExampleInventory_WithExtra() {
	inv, err := inventory.Load("web1,web2,")
	if err != nil {
		fmt.Println(err)
		return
	}
	inv, err = inv.WithExtra("ansible_user=admin ansible_password='two words'", `{"ports": [80, 443]}`)
	if err != nil {
		fmt.Println(err)
		return
	}
	h, _ := inv.Host("web2")
	for _, name := range h.Vars.Names() {
		fmt.Printf("%s: %s  # %s\n", name, h.Vars[name], h.Vars[name].Source)
	}
	// Output:
	// ansible_password: (secret)  # -e
	// ansible_user: admin  # -e
	// ports: - 80
	// - 443  # -e
}

func ExampleHost_Decode() {
	timeout, err := inventory.NewValue("1m30s")
	if err != nil {
		fmt.Println(err)
		return
	}
	h := inventory.Host{Name: "web1", Vars: inventory.Vars{"timeout": timeout}}
	var d time.Duration
	fmt.Println(h.Decode("timeout", &d), d.Seconds())

	var number int
	fmt.Println(h.Decode("timeout", &number))
	// Output:
	// <nil> 90
	// timeout: "1m30s" is not a whole number
}
