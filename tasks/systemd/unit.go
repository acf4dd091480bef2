package systemd

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Unit wants a unit to be started or stopped, enabled or disabled, masked or
// not. The zero value of each field leaves that property alone.
//
// A unit that is not installed is an [UnknownError] of Plan, unless what is
// wanted holds of it anyway: it is stopped, disabled and unmasked. It can be
// masked, which keeps a package that is installed later from starting it. An
// instance of a template, such as getty@tty1, is a unit like any other.
//
// Where pacemaker manages the service, Plan returns a [ManagedError] for a unit
// that shall be Started or Enabled, even if it is: see Agent. On a node that
// only runs pacemaker_remote nothing is known of that.
//
// Started means that systemd reports the unit as active once "systemctl start"
// has returned. A service of Type=simple that ends a moment later is not
// noticed, and one of Type=oneshot without RemainAfterExit can never be
// Started. See systemctl(1) and org.freedesktop.systemd1(5).
type Unit struct {
	Name  string // as systemctl takes it; ".service" may be left out
	Mask  Mask
	Boot  Boot
	State State

	// Agent is a resource agent that runs the same service for pacemaker, e.g.
	// "ocf:heartbeat:haproxy". That "systemd:NAME" and "lsb:NAME" do is known
	// without it.
	Agent string

	pacemaker string // where pacemaker keeps its state; empty means /var/lib/pacemaker
}

// Mask says whether a unit is linked to /dev/null, so that nothing can start it.
type Mask string

// The values of Mask.
const (
	Masked   Mask = "masked"
	Unmasked Mask = "unmasked"
)

// Boot says whether the machine starts a unit when it boots.
type Boot string

// The values of Boot. Disabled also holds of a unit that has no [Install]
// section, although another unit may still ask for it.
const (
	Enabled  Boot = "enabled"
	Disabled Boot = "disabled"
)

// State says whether a unit runs now.
type State string

// The values of State. Stopped also holds of a unit that has failed.
const (
	Started State = "started"
	Stopped State = "stopped"
)

// Running returns the unit started, now and at boot.
func Running(name string) Unit { return Unit{Name: name, Boot: Enabled, State: Started} }

// Off returns the unit stopped, now and at boot.
func Off(name string) Unit { return Unit{Name: name, Boot: Disabled, State: Stopped} }

var (
	_ tasks.Task    = Unit{}
	_ tasks.Sampler = Unit{}
)

// agentForm is the name of a resource agent, as crm(8) writes it.
var agentForm = regexp.MustCompile(`^[A-Za-z0-9_-]+(:[A-Za-z0-9_.-]+){1,2}$`)

// String returns "unit NAME".
func (u Unit) String() string { return "unit " + u.Name }

// Validate reports fields that name no unit, or that contradict each other.
func (u Unit) Validate() error {
	if u.Name == "" || u.Name[0] == '-' || strings.ContainsAny(u.Name, " \t\n\"/*?[") {
		return fmt.Errorf("%q is not the name of a unit", u.Name)
	}
	if strings.Contains(u.Name, "@.") || strings.HasSuffix(u.Name, "@") {
		return fmt.Errorf("unit %s is a template: name an instance of it", u.Name)
	}
	if u.Agent != "" && !agentForm.MatchString(u.Agent) {
		return fmt.Errorf("unit %s: agent %q is not of the form class:type or class:provider:type", u.Name, u.Agent)
	}
	if u.Mask != "" && u.Mask != Masked && u.Mask != Unmasked {
		return fmt.Errorf("unit %s: mask is %q, want %q or %q", u.Name, u.Mask, Masked, Unmasked)
	}
	if u.Boot != "" && u.Boot != Enabled && u.Boot != Disabled {
		return fmt.Errorf("unit %s: boot is %q, want %q or %q", u.Name, u.Boot, Enabled, Disabled)
	}
	if u.State != "" && u.State != Started && u.State != Stopped {
		return fmt.Errorf("unit %s: state is %q, want %q or %q", u.Name, u.State, Started, Stopped)
	}
	if u.Mask == Masked && (u.Boot != "" || u.State == Started) {
		return fmt.Errorf("unit %s: a masked unit can be neither started nor enabled or disabled", u.Name)
	}
	if u.Mask == "" && u.Boot == "" && u.State == "" {
		return errors.New("unit " + u.Name + ": nothing is wanted of it")
	}
	return nil
}

// Probe asks the manager, which answers with status 0 for unknown units too.
// Where systemd does not run it fails. Of a unit that shall run it also prints
// what other units there are, if there is no such unit, and what pacemaker has
// to do with it.
func (u Unit) Probe() sh.Script {
	show := sh.Cmd("systemctl", "show", "-p", strings.Join(properties, ","), u.Name)
	if !u.runs() {
		return show
	}
	list := sh.Cmd("systemctl", "list-unit-files", "--no-legend", "--no-pager", "--type="+path.Ext(full(u.Name))[1:])
	return sh.Lines(
		"s=$("+show+")",
		`printf '%s\n' "$s"`,
		`case $s in *LoadState=not-found*) `+list+` ;; esac`,
		sh.Group(u.managers()),
	)
}

// runs reports whether the unit shall run, now or after a boot.
func (u Unit) runs() bool { return u.Boot == Enabled || u.State == Started }

// Plan compares what systemd knows of the unit with what is wanted.
func (u Unit) Plan(got string) (tasks.Change, error) {
	var c tasks.Change
	now, err := parse(got)
	if err != nil {
		return c, fmt.Errorf("unit %s: %w", u.Name, err)
	}
	if err := u.judgeManaged(now.resources); err != nil {
		return c, err
	}
	if now.load == "not-found" && u.runs() {
		return c, &UnknownError{Unit: u.Name, Nearest: nearest(full(u.Name), now.others)}
	}
	if err := u.judge(now); err != nil {
		return c, fmt.Errorf("unit %s %w", u.Name, err)
	}
	if now.stale && now.load != string(Masked) { // to unmask it reads them, too
		c.Differ("unit files", "changed since systemd read them", "read", sh.Cmd("systemctl", "daemon-reload"))
	}
	u.planMask(&c, now)
	u.planBoot(&c, now)
	u.planState(&c, now)
	if now.load == "not-found" && c.Empty() && (u.Boot == Disabled || u.State == Stopped) {
		c.Tentative = "unit " + u.Name + " is not installed, and may be started when it is"
	}
	return c, nil
}

func (u Unit) planMask(c *tasks.Change, now status) {
	switch {
	case u.Mask == Masked:
		c.Differ("mask", now.mask(), string(Masked), sh.Cmd("systemctl", "mask", u.Name))
	case u.Mask == Unmasked:
		c.Differ("mask", now.mask(), string(Unmasked), u.unmask(now))
	}
}

// unmask removes the mask from the place that it is in: the one below /run
// needs its own option.
func (u Unit) unmask(now status) sh.Script {
	if now.file == "masked-runtime" {
		return sh.Cmd("systemctl", "unmask", "--runtime", u.Name)
	}
	return sh.Cmd("systemctl", "unmask", u.Name)
}

func (u Unit) planBoot(c *tasks.Change, now status) {
	switch {
	case u.Boot == Enabled:
		c.Differ("boot", now.file, string(Enabled), sh.Cmd("systemctl", "enable", u.Name))
	case u.Boot == Disabled && now.file == "enabled-runtime":
		c.Differ("boot", now.file, string(Disabled), sh.Cmd("systemctl", "disable", "--runtime", u.Name))
	case u.Boot == Disabled && (now.file == "enabled" || u.Mask == Unmasked && now.mask() != string(Unmasked)): // a mask hides which
		c.Differ("boot", now.file, string(Disabled), sh.Cmd("systemctl", "disable", u.Name))
	}
}

func (u Unit) planState(c *tasks.Change, now status) {
	switch {
	case u.State == Started && !now.running():
		c.Differ("state", now.state(), "active", u.start(now))
	case u.State == Stopped && !now.stopped():
		c.Differ("state", now.state(), "inactive", explained(u.Name, sh.Cmd("systemctl", "stop", u.Name)))
	}
}

// start clears the failure first: a unit that failed too often in a short time
// refuses to start until then.
func (u Unit) start(now status) sh.Script {
	start := explained(u.Name, sh.Cmd("systemctl", "start", u.Name))
	if now.active == "failed" {
		return sh.Lines(sh.Cmd("systemctl", "reset-failed", u.Name), sh.Group(start))
	}
	return start
}
