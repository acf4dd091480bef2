package vrrp

import (
	"cmp"
	"time"
)

// Verify is what the recipe vrrp/verify expects of the nodes besides that they
// are as described. The zero value of a field is its default.
type Verify struct {
	// Backends is how many of the proxy's servers must be up, as haproxy's own
	// checks see them: "all", "any" or "none"; default "all". Which of them are
	// down is shown in any case.
	Backends string

	// From is the host that asks the VIP as clients do. It needs curl, and bash
	// or nc. Default: the bastion that all nodes are reached through, or else
	// the machine that hrun runs on.
	From string

	Full   int           // per cent of a node's file system, in use, from which on it counts as full; default 90
	Clocks time.Duration // by which the nodes' clocks may be apart; whole seconds, default 5s
}

func (v Verify) withDefaults() Verify {
	v.Backends = cmp.Or(v.Backends, "all")
	v.Full = cmp.Or(v.Full, 90)
	v.Clocks = cmp.Or(v.Clocks, 5*time.Second)
	return v
}
