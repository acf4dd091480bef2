package pacemaker

import (
	"time"

	"github.com/hrun-dev/hrun/tasks/cib"
)

// Proxy is the haproxy that the cluster runs where the virtual address is.
// systemd must not start its unit.
type Proxy struct {
	ID string // empty means "haproxy-resource"

	// Agent is what starts and watches haproxy: empty means
	// ocf:heartbeat:haproxy, which Debian does not have and another role must
	// bring; "systemd:haproxy" needs nothing.
	Agent string
}

// Primitive returns the resource. Its monitor runs every 20 s.
func (p Proxy) Primitive() cib.Primitive {
	agent := p.Agent
	if agent == "" {
		agent = "ocf:heartbeat:haproxy"
	}
	return cib.Primitive{ID: p.id(), Agent: agent, Operations: []cib.Operation{monitor()}}
}

func (p Proxy) id() string {
	if p.ID == "" {
		return "haproxy-resource"
	}
	return p.ID
}

func monitor() cib.Operation {
	return cib.Operation{Name: "monitor", Interval: 20 * time.Second, Timeout: time.Minute, OnFail: cib.Restart}
}
