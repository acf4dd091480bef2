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
//
// Of a masked unit with drop-ins systemd says for ever that it has read older
// ones. With dropIn that does not count: they are read once it is unmasked.
func look(unit, path string, dropIn bool) sh.Script {
	if before, after, ok := strings.Cut(unit, "@."); ok {
		unit = strings.ReplaceAll(before, `\`, `\\`) + "@*." + after // a pattern, glob(7)
	}
	fragment := sh.Script("FragmentPath=*) ;;\n")
	if path != "" {
		fragment = "FragmentPath=|FragmentPath=" + sh.Word(path) + ") ;;\n\tFragmentPath=*) stale=stale ;;\n"
	}
	properties, reload := "FragmentPath,NeedDaemonReload", sh.Script("NeedDaemonReload=yes) stale=stale ;;")
	if dropIn {
		properties = "LoadState," + properties // systemctl prints it first
		reload = "LoadState=*) load=${line#*=} ;;\n\tNeedDaemonReload=yes) [ \"$load\" = masked ] || stale=stale ;;"
	}
	return "shown=$(" + sh.Cmd("systemctl", "show", "-p", properties, unit) + `) || exit
stale=read load=
for line in $shown; do
	case $line in
	` + reload + "\n\t" + fragment + `	esac
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
