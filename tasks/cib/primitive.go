package cib

import (
	"maps"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Primitive is one resource.
type Primitive struct {
	ID         string
	Agent      string               // "ocf:heartbeat:IPaddr2", "systemd:haproxy"
	Params     Values               // of the agent; compared exactly, because only the agent knows what they mean
	Secrets    map[string]sh.Secret // parameters as well, whose values are never shown
	Meta       Values               // e.g. "migration-threshold": "2"
	Operations []Operation
}

// params returns all parameters.
func (p Primitive) params() Values {
	if len(p.Secrets) == 0 {
		return p.Params
	}
	all := maps.Clone(p.Params)
	if all == nil {
		all = Values{}
	}
	for name, secret := range p.Secrets {
		all[name] = secret.Reveal()
	}
	return all
}

// Operation is how an action of a resource is carried out.
type Operation struct {
	Name     string        // "monitor", "start", "stop", ...
	Interval time.Duration // between two runs; 0 means that it does not recur
	Timeout  time.Duration // 0 means the cluster's default, 20 s
	Delay    time.Duration // before it begins, the cluster's start-delay; 0 means none
	OnFail   OnFail        // empty means the cluster's default, which for a monitor is Restart
}

// OnFail says what the cluster does when an operation fails.
type OnFail string

// The reactions to a failure, from "Pacemaker Explained", section "Operation
// Properties".
const (
	Ignore  OnFail = "ignore"
	Block   OnFail = "block"
	Demote  OnFail = "demote"
	Stop    OnFail = "stop"
	Restart OnFail = "restart"
	Fence   OnFail = "fence"
	Standby OnFail = "standby"
)
