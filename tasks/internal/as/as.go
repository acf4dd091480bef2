// Package as builds scripts that run as another user.
package as

import (
	"fmt"
	"regexp"

	"github.com/hrun-dev/hrun/tasks/sh"
)

var form = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]{0,31}$`)

// Check reports what is no name of a user. The empty name means no other user.
func Check(user string) error {
	if user != "" && !form.MatchString(user) {
		return fmt.Errorf("%q is not the name of a user", user)
	}
	return nil
}

// User returns the script run by sh as the user, in /, with the user's HOME
// and nothing on standard input. Where the host has no such user, missing is
// run instead. The empty name, or one that [Check] refuses, changes nothing.
//
// The script goes over standard input, which has no limit; it is one compound
// command, so that it is read as a whole before anything in it is run. It finds
// the variables that are exported.
//
// setpriv(1) of util-linux changes the ids and does no more. That of busybox, a
// link to it, cannot; but there su(1) does no more either.
func User(user string, missing, script sh.Script) sh.Script {
	if user == "" || Check(user) != nil {
		return sh.Subshell(script)
	}
	u := sh.Script(user)
	inner := "{ cd /\n" + script + "\nexit\n} </dev/null\n"
	return `(
h=~` + u + `
case $h in "~"*) ` + missing + `
exit ;; esac
export HOME="$h" USER=` + u + ` LOGNAME=` + u + `
as() { sh; }
if [ "$(id -un)" != ` + u + ` ]; then
	ids=$(id ` + u + `) && uid=${ids#uid=} gid=${ids#*gid=} setpriv=$(command -v setpriv) || setpriv=
	if [ -n "$setpriv" ] && [ ! -L "$setpriv" ]; then
		as() { setpriv --reuid="${uid%%[!0-9]*}" --regid="${gid%%[!0-9]*}" --init-groups sh; }
	else
		as() { su -s /bin/sh ` + u + ` -c 'exec sh'; }
	fi
fi
` + sh.Feed([]byte(inner), "as") + `
)`
}
