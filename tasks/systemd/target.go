package systemd

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// DefaultTarget wants the machine to boot into the target of that name, such as
// "multi-user.target". What runs now is left alone.
type DefaultTarget string

var (
	_ tasks.Task    = DefaultTarget("")
	_ tasks.Sampler = DefaultTarget("")
)

// Validate reports what is not the name of a target.
func (d DefaultTarget) Validate() error {
	if !strings.HasSuffix(string(d), ".target") {
		return fmt.Errorf("%q is not the full name of a target", string(d))
	}
	return checkName(string(d))
}

// String returns "default target".
func (d DefaultTarget) String() string { return "default target" }

// Probe prints the target.
func (d DefaultTarget) Probe() sh.Script { return sh.Cmd("systemctl", "get-default") }

// Plan compares the names.
func (d DefaultTarget) Plan(got string) (c tasks.Change, err error) {
	if err := d.Validate(); err != nil {
		return c, err
	}
	now := strings.TrimSuffix(got, "\n")
	if DefaultTarget(now).Validate() != nil {
		return c, fmt.Errorf("systemctl get-default printed %q", now)
	}
	c.Differ("target", now, string(d), sh.Cmd("systemctl", "set-default", string(d)))
	return c, nil
}

// Sample is of a host that boots into the target that systemd comes with.
func (d DefaultTarget) Sample() (before, after string) {
	return "graphical.target\n", string(d) + "\n"
}
