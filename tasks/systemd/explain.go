package systemd

import "github.com/hrun-dev/hrun/tasks/sh"

// explained returns s with the unit's state and the last lines of its journal
// added to standard error where s fails: "systemctl start" itself says only
// that they should be looked at. The status stays that of s.
func explained(unit string, s sh.Script) sh.Script {
	return sh.Group(s) + ` || {
rc=$?
{ ` + sh.Cmd("systemctl", "show", "-p", "ActiveState,SubState,Result,ExecMainStatus", unit) + `
` + sh.Cmd("journalctl", "-u", unit, "-n", "20", "--no-pager", "-o", "cat") + `; } >&2
exit $rc
}`
}
