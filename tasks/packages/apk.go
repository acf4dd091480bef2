package packages

import (
	"slices"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// apk is the package manager of Alpine.
type apk struct{}

// apkLocks are what apk locks.
var apkLocks = []string{"/lib/apk/db/lock"}

func (apk) present() sh.Script { return "[ -s /lib/apk/db/installed ]" }

// list reads the database itself: apk has the same status for a package that is
// not there and for a failure. A record is lines of a letter and a value, and
// ends with an empty line.
func (apk) list() sh.Script {
	return `awk 'BEGIN { for (i = 2; i < ARGC; i++) { asked[ARGV[i]] = 1; ARGV[i] = "" } }
function show() { if (name in asked) print name "|" arch "|installed|" version "|"; name = "" }
/^P:/ { name = substr($0, 3) }
/^V:/ { version = substr($0, 3) }
/^A:/ { arch = substr($0, 3) }
/^$/ { show() }
END { show() }' /lib/apk/db/installed "$@"`
}

// offers lists only what is newer than what is installed. A version of Alpine
// is one of upstream and a revision, each without a hyphen.
func (apk) offers(s Set) sh.Script {
	return `newer=$(apk version -l '<' "$@") &&
printf '%s\n' "$newer" | awk '$2 == "<" { name = $1; sub(/-[^-]*-r[0-9]+$/, "", name); print name "|" $3 }' &&
if [ -z "$(find -L /etc/apk /var/cache/apk -name 'APKINDEX.*' -mmin -` + minutes(s.age()) + `)" ]; then echo 'lists old'; fi`
}

func (a apk) transaction(s Set, c changes) sh.Script {
	common := []string{"--wait", seconds(s.LockTimeout)}
	do := []sh.Script{sh.Group(await(apkLocks, "", s.LockTimeout))}
	if len(c.remove) > 0 {
		args := slices.Concat([]string{"del"}, common)
		if s.Purge {
			args = append(args, "--purge")
		}
		do = append(do, sh.Cmd("apk", append(args, c.remove...)...)+" >&2")
	}
	common = append(common, "--cache-max-age", string(minutes(s.age())))
	if len(c.install) > 0 {
		do = append(do, sh.Cmd("apk", slices.Concat([]string{"add"}, common, c.install)...)+" >&2")
	}
	if len(c.upgrade) > 0 {
		do = append(do, sh.Cmd("apk", slices.Concat([]string{"add", "--upgrade"}, common, c.upgrade)...)+" >&2")
	}
	return sh.Lines(do...)
}

// preview shows what else goes with what is removed.
func (apk) preview(_ Set, c changes) sh.Script {
	if len(c.remove) == 0 {
		return ""
	}
	return sh.Cmd("apk", append([]string{"del", "--simulate"}, c.remove...)...)
}

// hold returns nothing: apk holds what has a version in its list of wishes,
// and that is what a version in Names gives it.
func (apk) hold([]string, bool) sh.Script { return "" }
