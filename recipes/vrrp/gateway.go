package vrrp

import (
	"net/netip"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/keepalived"
	"github.com/hrun-dev/hrun/tasks/condition"
	"github.com/hrun-dev/hrun/tasks/expect"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// gateway is the role of a node that gives the VIP up when the gateway does not
// answer: one that gets no answer to begin with would never hold it.
func (r Recipe) gateway() recipes.Role {
	return recipes.RoleFunc(func(h *recipes.Host) error {
		if r.Gateway.IsValid() {
			h.Do(packages.Set{Names: []string{keepalived.Reaches(r.Gateway).Package}}, Answers(r.Gateway))
		}
		return nil
	})
}

// Answers expects that an address answers to a ping of the host, at the third
// try at the latest. Where ping(8) is not installed, that cannot be told yet.
func Answers(gateway netip.Addr) expect.That {
	return expect.That{Condition: condition.Command{
		Name: "the gateway " + gateway.String() + " answers",
		Script: `command -v ping >/dev/null || exit 0
said=$(` + sh.Cmd("ping", "-n", "-q", "-c", "3", "-i", "0.2", "-W", "1", gateway.String()) + ` 2>&1)
case $? in
0) exit 0 ;;
1) echo "it did not answer to three pings of this node, which would never hold the VIP; name another gateway, or none"; exit 1 ;;
*) printf '%s\n' "$said" >&2; exit 2 ;;
esac`,
	}}
}
