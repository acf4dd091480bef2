package pacemaker

import (
	"cmp"
	"time"

	"github.com/hrun-dev/hrun/tasks/cib"
)

// Monitor is how the cluster watches a resource.
type Monitor struct {
	Interval time.Duration // between two looks, default 20s
	Timeout  time.Duration // of one look, default 1m
	OnFail   cib.OnFail    // default "restart"
}

func (m Monitor) operation() cib.Operation {
	return cib.Operation{Name: "monitor", Interval: m.Interval, Timeout: m.Timeout, OnFail: m.OnFail}
}

func (m Monitor) withDefaults() Monitor {
	m.Interval = cmp.Or(m.Interval, 20*time.Second)
	m.Timeout = cmp.Or(m.Timeout, time.Minute)
	m.OnFail = cmp.Or(m.OnFail, cib.Restart)
	return m
}
