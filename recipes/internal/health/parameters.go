package health

import (
	"cmp"
	"time"
)

// Parameters are what a recipe that verifies expects besides that all is as
// described. The zero value of a field is its default.
type Parameters struct {
	// Backends is how many of the proxy's servers must be up, as haproxy's own
	// checks see them: "all", "any" or "none"; default "all". Which of them are
	// down is shown in any case.
	Backends string

	// From is the host that asks the address as clients do. It needs curl, and
	// bash or nc. Default: the bastion that all nodes are reached through, or
	// else the machine that hrun runs on.
	From string

	Full   int           // per cent of a node's file system, in use, from which on it counts as full; default 90
	Clocks time.Duration // by which the nodes' clocks may be apart; whole seconds, default 5s
}

// WithDefaults returns them with every field that is zero at its default. That
// of From depends on the inventory.
func (p Parameters) WithDefaults() Parameters {
	p.Backends = cmp.Or(p.Backends, "all")
	p.Full = cmp.Or(p.Full, 90)
	p.Clocks = cmp.Or(p.Clocks, 5*time.Second)
	return p
}
