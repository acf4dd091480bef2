package pacemaker

import (
	"cmp"

	"github.com/hrun-dev/hrun/tasks/cib"
)

// Proxy is the haproxy that the cluster runs where the virtual address is.
// systemd must not start its unit.
type Proxy struct {
	ID string // default "haproxy-resource"

	// Agent is what starts and watches haproxy; default ocf:heartbeat:haproxy,
	// which Debian does not have and another role must bring.
	// "systemd:haproxy" needs nothing.
	Agent string

	Monitor Monitor
}

// Primitive returns the resource.
func (p Proxy) Primitive() cib.Primitive {
	p = p.withDefaults()
	return cib.Primitive{ID: p.ID, Agent: p.Agent, Operations: []cib.Operation{p.Monitor.operation()}}
}

func (p Proxy) withDefaults() Proxy {
	p.ID = cmp.Or(p.ID, "haproxy-resource")
	p.Agent = cmp.Or(p.Agent, "ocf:heartbeat:haproxy")
	p.Monitor = p.Monitor.withDefaults()
	return p
}
