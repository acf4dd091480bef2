package recipes

import "github.com/hrun-dev/hrun/inventory"

// Operator returns the machine that hrun itself runs on, for what people have
// there of the hosts: their keys, and the way to them. It is the first host of
// the inventory with ansible_connection: local, and is worked on as that host
// says. Where there is none, it is one called "localhost", or "operator" if
// another host is called that, and is worked on as the user who runs hrun.
func Operator(inv *inventory.Inventory) inventory.Host {
	for _, h := range inv.Hosts() {
		if h.Connection.Kind == inventory.Local {
			return h
		}
	}
	operator := inventory.Host{Name: "localhost", Connection: inventory.Connection{Kind: inventory.Local}}
	if _, taken := inv.Host(operator.Name); taken {
		operator.Name = "operator"
	}
	return operator
}
