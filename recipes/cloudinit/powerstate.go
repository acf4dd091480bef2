package cloudinit

import (
	"fmt"
	"time"
)

// PowerState is what a machine does once its first boot has come to its end.
// The zero value does nothing.
type PowerState struct {
	Mode      string        // "reboot", "poweroff" or "halt"; empty means none, whatever else is set
	Delay     time.Duration // in whole minutes; 0 is at once
	Message   string        // to whoever is logged in; empty means none
	Timeout   time.Duration // in whole seconds: how long cloud-init may take to end before that; 0 means 30 s
	Condition Command       // it is done only if this exits 0; none means always
}

// mapping returns the cloud-config key "power_state".
func (p PowerState) mapping() (m mapping) {
	if p.Mode == "" {
		return nil
	}
	m.text("mode", p.Mode)
	m.number("delay", int(p.Delay/time.Minute))
	m.text("message", p.Message)
	m.number("timeout", int(p.Timeout/time.Second))
	if p.Condition.none() {
		m.flag("condition", true)
	} else {
		m.set("condition", p.Condition.node())
	}
	return m
}

func (p PowerState) validate() error {
	switch p.Mode {
	case "":
		return nil
	case "reboot", "poweroff", "halt":
	default:
		return fmt.Errorf("power state: %q is none of reboot, poweroff, halt", p.Mode)
	}
	if p.Delay < 0 || p.Delay%time.Minute != 0 {
		return fmt.Errorf("power state: the delay %s is not in whole minutes", p.Delay)
	}
	if p.Timeout < 0 || p.Timeout%time.Second != 0 {
		return fmt.Errorf("power state: the timeout %s is not in whole seconds", p.Timeout)
	}
	return nil
}
