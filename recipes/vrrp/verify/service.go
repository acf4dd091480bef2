package verify

import (
	"net"
	"strconv"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/tasks/condition"
	"github.com/hrun-dev/hrun/tasks/expect"
)

// service is the role of a host that asks the VIP as clients do, and each node
// that is to answer for itself.
func (r Recipe) service(nodes []inventory.Host) recipes.Role {
	return recipes.RoleFunc(func(h *recipes.Host) error {
		if err := (health.Client{VIP: r.VIP.Addr(), Proxy: r.Proxy}).On(h); err != nil {
			return err
		}
		host, port, err := net.SplitHostPort(r.Proxy.Bind)
		if err != nil {
			return err
		}
		number, err := strconv.ParseUint(port, 10, 16)
		if err != nil {
			return err
		}
		switch host {
		case "", "*", "0.0.0.0", "::":
			for _, n := range nodes {
				h.Do(expect.That{Condition: condition.Port{Host: n.Address.Addr().String(), Number: uint16(number)}})
			}
		}
		return nil
	})
}
