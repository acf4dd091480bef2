package systemd

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// directory is where the administrator's unit files are, systemd.unit(5).
const directory = "/etc/systemd/system"

var nameForm = regexp.MustCompile(`^[A-Za-z0-9:_.\\@-]+$`)

// checkName reports what cannot be the name of a file of a unit.
func checkName(name string) error {
	if len(name) > 255 || !nameForm.MatchString(name) || name[0] == '-' || strings.HasPrefix(name, ".") || full(name) != name || path.Ext(name) == name {
		return fmt.Errorf("%q is not the full name of a unit, such as backup.service", name)
	}
	return nil
}

// look returns the script that prints "stale" if systemd has read older files
// of a unit than there are, or another one than that at the path, if one is
// given; otherwise it prints "read". For a template it tells of the instances
// that systemd has loaded. What is not loaded is read when it is needed.
func look(unit, path string) sh.Script {
	if before, after, ok := strings.Cut(unit, "@."); ok {
		unit = strings.ReplaceAll(before, `\`, `\\`) + "@*." + after // a pattern, glob(7)
	}
	fragment := sh.Script("FragmentPath=*) ;;\n")
	if path != "" {
		fragment = "FragmentPath=|FragmentPath=" + sh.Word(path) + ") ;;\n\tFragmentPath=*) stale=stale ;;\n"
	}
	return "shown=$(" + sh.Cmd("systemctl", "show", "-p", "FragmentPath,NeedDaemonReload", unit) + `) || exit
stale=read
for line in $shown; do
	case $line in
	NeedDaemonReload=yes) stale=stale ;;
	` + fragment + `	esac
done
echo $stale`
}

// reread plans, from what look has printed and the steps for the files
// themselves, that systemd reads them. The rest of got is returned.
func reread(got string) (stale bool, rest string, err error) {
	head, rest, _ := strings.Cut(got, "\n")
	switch head {
	case "stale", "read":
		return head == "stale", rest, nil
	}
	return false, "", fmt.Errorf("probe printed %q, which does not say what systemd has read", head)
}

// reload adds the step that makes systemd read its files again, if they change
// or have changed. It is a step of the task and not a handler: a crash before
// it leaves a manager that the next probe finds to be stale.
func reload(c *tasks.Change, stale bool) {
	was := "will have changed"
	switch {
	case stale:
		was = "changed since systemd read them"
	case c.Empty():
		return
	}
	c.Differ("unit files", was, "read", sh.Cmd("systemctl", "daemon-reload"))
}
