package keepalived

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Interface expects the host to have a network interface of that name. It
// changes nothing; where there is none, Plan returns a [*NoInterfaceError].
// Whether the interface is up is not asked: keepalived waits for that.
type Interface struct{ Name string }

var (
	_ tasks.Task    = Interface{}
	_ tasks.Sampler = Interface{}
)

// NoInterfaceError says that a host has no interface of a name, and which it
// has.
type NoInterfaceError struct {
	Name string
	Has  []string // in the kernel's order, without the loopback interface
}

func (e *NoInterfaceError) Error() string {
	has := "no other than lo"
	if len(e.Has) > 0 {
		has = strings.Join(e.Has, ", ")
	}
	return fmt.Sprintf("there is no interface %s; the host has %s", e.Name, has)
}

// Validate reports a name that no interface can have.
func (i Interface) Validate() error {
	if !interfaceName.MatchString(i.Name) {
		return fmt.Errorf("%q is not the name of an interface", i.Name)
	}
	return nil
}

func (i Interface) String() string { return "interface " + i.Name }

// Probe prints the names of all interfaces, from proc_pid_net(5): in contrast
// to sysfs that is always of the namespace that the shell is in.
func (Interface) Probe() sh.Script {
	return `{
	read -r head && read -r head || exit 2
	while IFS=': ' read -r name rest; do printf '%s\n' "$name"; done
} </proc/net/dev`
}

// Plan has nothing to do where the host has the interface.
func (i Interface) Plan(got string) (c tasks.Change, err error) {
	if err := i.Validate(); err != nil {
		return c, err
	}
	has := strings.Fields(got)
	if len(has) == 0 {
		return c, errors.New("the probe printed no interface at all")
	}
	if slices.Contains(has, i.Name) {
		return c, nil
	}
	has = slices.DeleteFunc(has, func(name string) bool { return name == "lo" })
	return c, &NoInterfaceError{Name: i.Name, Has: has}
}

// Sample is of a host that has the interface.
func (i Interface) Sample() (before, after string) {
	return "lo\n" + i.Name + "\n", "lo\n" + i.Name + "\n"
}
