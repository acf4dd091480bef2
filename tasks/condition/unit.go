package condition

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Unit wants a unit of systemd to be active, or not to be. An unknown unit is
// not active. See is-active in systemctl(1).
type Unit struct {
	Name string // as systemctl takes it; ".service" may be left out
	Not  bool   // wants it not to be active
}

var _ Condition = Unit{}

func (u Unit) String() string {
	if u.Not {
		return "unit " + u.Name + " is not active"
	}
	return "unit " + u.Name + " is active"
}

// Validate reports what is not the name of one unit.
func (u Unit) Validate() error {
	if u.Name == "" || u.Name[0] == '-' || strings.ContainsAny(u.Name, " \t\n/*?[") {
		return fmt.Errorf("%q is not the name of a unit", u.Name)
	}
	return nil
}

// Look asks the manager; where systemd does not run it could not look.
func (u Unit) Look() sh.Script {
	holds, differs := "0", "1"
	if u.Not {
		holds, differs = differs, holds
	}
	return sh.Cmd("systemctl", "is-active", u.Name) + sh.Script(fmt.Sprintf(`
case $? in 0) exit %s ;; 3|4) exit %s ;; *) exit 2 ;; esac`, holds, differs))
}
