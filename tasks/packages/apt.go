package packages

import (
	"slices"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// apt is the package manager of Debian.
type apt struct{}

// aptLocks are what apt-get and dpkg lock, in the order that they do.
var aptLocks = []string{
	"/var/lib/dpkg/lock-frontend", "/var/lib/dpkg/lock",
	"/var/lib/apt/lists/lock", "/var/cache/apt/archives/lock",
}

func (apt) present() sh.Script { return "[ -s /var/lib/dpkg/status ]" }

// list asks dpkg, which sorts. Status 1 says that it does not know one of the
// packages; 2 that it could not look.
func (apt) list() sh.Script {
	return sh.Accept(sh.Cmd("dpkg-query", "-W", "-f", `${Package}|${Architecture}|${db:Status-Status}|${Version}|${db:Status-Want}\n`, "--")+` "$@"`, 0, 1) +
		" &&\n" + automatic
}

// automatic prints which of the packages in $@ apt installed because others
// need them, or because an administrator has marked them so.
const automatic sh.Script = `if [ -e /var/lib/apt/extended_states ]; then
	awk 'BEGIN { for (i = 2; i < ARGC; i++) { name = ARGV[i]; sub(/:.*/, "", name); asked[name] = 1; ARGV[i] = "" } }
/^Package:/ { name = $2 }
/^Architecture:/ { arch = $2 }
/^Auto-Installed: 1/ && name in asked { print "automatic|" name "|" arch }' /var/lib/apt/extended_states "$@"
fi`

// manual marks packages as wanted for their own sake.
func (apt) manual(names []string) sh.Script {
	return sh.Cmd("apt-mark", append([]string{"manual", "--"}, names...)...) + " >&2"
}

// readOnly keeps apt from writing its caches of the lists, and a log of what it
// only planned. It takes up to half a second longer for that.
var readOnly = []string{"-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache=", "-o", "Dir::Log::Planner=/dev/null"}

// offers asks for the version that apt-get would install, which pins decide. apt
// checks the signatures of its lists in a nameless file, for which there may be
// no room on a disk.
func (apt) offers(s Set) sh.Script {
	return `policy=$(TMPDIR=/dev/shm ` + sh.Cmd("apt-cache", append(slices.Clone(readOnly), "policy", "--")...) + ` "$@") &&
printf '%s\n' "$policy" | awk '/^[^ ]/ { name = substr($1, 1, length($1) - 1) } $1 == "Candidate:" && $2 != "(none)" { print name "|" $2 }' &&
if ` + oldLists(s.age()) + `; then echo 'lists old'; fi`
}

// transaction makes all changes at once.
func (a apt) transaction(s Set, c changes) sh.Script {
	do := []sh.Script{sh.Group(await(aptLocks, "", s.LockTimeout)), sh.Group(repair)}
	if more := slices.Concat(c.install, c.upgrade); len(more) > 0 {
		do = append(do, sh.Group(refresh(more, s.age())))
	}
	do = append(do, aptGet(s, c))
	if len(c.reholds) > 0 {
		do = append(do, a.hold(c.reholds, true))
	}
	return sh.Lines(do...)
}

// specs returns what apt-get is told: among packages to install, a name that
// ends in "-" is one to remove.
func (c changes) specs() []string {
	more := slices.Concat(c.install, c.upgrade)
	if len(more) == 0 {
		return c.remove
	}
	for _, n := range c.remove {
		more = append(more, n+"-")
	}
	return more
}

func (apt) hold(names []string, hold bool) sh.Script {
	verb := map[bool]string{true: "hold", false: "unhold"}[hold]
	return sh.Cmd("apt-mark", append([]string{verb, "--"}, names...)...) + " >&2"
}

// unattended returns the command that has apt-get do something and ask nothing.
// All of its output goes to standard error, because that is shown when it
// fails, and what a maintainer script complains of may be on either.
func unattended(timeout time.Duration, args ...string) sh.Script {
	return sh.Cmd("env", append([]string{
		"DEBIAN_FRONTEND=noninteractive", "APT_LISTCHANGES_FRONTEND=none", "NEEDRESTART_MODE=l",
		"apt-get", "-q", "-y",
		"-o", "DPkg::Lock::Timeout=" + seconds(timeout), // for who comes in between
		"-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold",
		"-o", "Dpkg::Use-Pty=0",
	}, args...)...) + " >&2"
}

// aptGet returns the command that makes the changes.
func aptGet(s Set, c changes) sh.Script {
	args := []string{verb(s, c)}
	if verb(s, c) == "install" {
		args = append(args, installOptions(s, c)...)
	}
	return unattended(s.LockTimeout, append(append(args, "--"), c.specs()...)...)
}

func verb(s Set, c changes) string {
	switch {
	case len(c.install)+len(c.upgrade) > 0:
		return "install"
	case s.Purge:
		return "purge"
	}
	return "remove"
}

func exact(spec string) bool { return strings.Contains(spec, "=") }

// age returns how old lists may be, in whole minutes.
func (s Set) age() time.Duration {
	if s.CacheAge == 0 {
		return time.Hour
	}
	return max(s.CacheAge.Truncate(time.Minute), time.Minute)
}
