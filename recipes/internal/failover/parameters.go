package failover

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hrun-dev/hrun/tasks/outage"
)

// Parameters are what people decide about a trial. The zero value of a field is
// its default.
type Parameters struct {
	// Standby is how long the service may be away when its node gives it up in
	// good order, as clients see it; default 5s.
	Standby time.Duration

	// Crash is how long it may be away when its machine crashes; default 12s,
	// which fits a token of 3 s. An arbiter takes some seconds
	// more to give its vote to one who is left: 15s fits there.
	Crash time.Duration

	// CrashMachines says whether a machine is crashed: "yes", "no", or "auto",
	// which is yes where hrun has made the machines and can start them again.
	// Default "auto".
	CrashMachines string

	// From is the host that asks, as a client does: its inventory name. It
	// needs curl. The default is the last hop on the way to all the nodes, if
	// they have one in common, and otherwise the operator's machine.
	From string

	// Return is how long it may take until the service answers, and then until
	// all is well again, before the trial is given up; default 2m.
	Return time.Duration

	// Both is how long two nodes may seem to have the address at a time; it
	// allows for clocks that are not quite the same. Default 200ms.
	Both time.Duration
}

// Whether machines are crashed.
const (
	auto = "auto"
	yes  = "yes"
	no   = "no"
)

// WithDefaults returns the parameters with every field that is zero at its
// default, but for From, whose default depends on the nodes.
func (p Parameters) WithDefaults() Parameters {
	p.Standby = cmp.Or(p.Standby, 5*time.Second)
	p.Crash = cmp.Or(p.Crash, 12*time.Second)
	p.CrashMachines = cmp.Or(p.CrashMachines, auto)
	p.Return = cmp.Or(p.Return, 2*time.Minute)
	p.Both = cmp.Or(p.Both, outage.Tolerance)
	return p
}

func (p Parameters) check() error {
	var errs []error
	if p.Standby < 0 || p.Crash < 0 || p.Both < 0 {
		errs = append(errs, fmt.Errorf("failover: standby %v, crash %v and both %v are not negative", p.Standby, p.Crash, p.Both))
	}
	if p.Return < time.Second || p.Return > time.Hour {
		errs = append(errs, fmt.Errorf("failover: return %v, want 1s to 1h", p.Return))
	}
	if all := []string{auto, yes, no}; !slices.Contains(all, p.CrashMachines) {
		errs = append(errs, fmt.Errorf("failover: crash_machines %q, want one of %q", p.CrashMachines, all))
	}
	return errors.Join(errs...)
}
