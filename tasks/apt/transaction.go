package apt

import (
	"strconv"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// get returns the apt-get command. All of its output goes to standard error,
// because that is shown when it fails, and what a maintainer script complains
// of may be on either.
func get(timeout time.Duration, verb, names []string) sh.Script {
	args := []string{
		"DEBIAN_FRONTEND=noninteractive", "APT_LISTCHANGES_FRONTEND=none", "NEEDRESTART_MODE=l",
		"apt-get", "-q", "-y",
		"-o", "DPkg::Lock::Timeout=" + seconds(timeout), // for who comes in between
		"-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold",
		"-o", "Dpkg::Use-Pty=0",
	}
	args = append(append(args, verb...), "--")
	return sh.Cmd("env", append(args, names...)...) + " >&2"
}

// repair finishes what an interrupted dpkg left, because apt-get refuses to do
// anything before that. If it cannot, apt-get says what is in the way.
const repair sh.Script = `audit=$(dpkg --audit) || [ -n "$audit" ] || exit
journal=$(ls /var/lib/dpkg/updates) || exit
if [ -n "$audit$journal" ]; then
	echo "dpkg was interrupted or left packages half done; running dpkg --configure -a" >&2
	env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l dpkg --force-confdef --force-confold --configure -a >&2 ||
		echo "dpkg --configure -a failed; apt-get may still succeed" >&2
fi`

// refresh fetches the lists of available packages if they are old, older than
// the sources, or lack one of the packages: apt-cache then complains, although
// its status is 0 as long as it knows another. The time of the directory is when
// that was last done: apt-get itself leaves it alone where nothing was new. If
// not all lists can be fetched, apt-get decides whether the old ones will do.
func refresh(names []string, age time.Duration) sh.Script {
	if age == 0 {
		age = time.Hour
	}
	minutes := strconv.Itoa(max(1, int(age/time.Minute)))
	return `lists=/var/lib/apt/lists
if [ ! -d "$lists" ] ||
	[ -z "$(find "$lists" -maxdepth 0 -mmin -` + sh.Script(minutes) + `)" ] ||
	[ -n "$(find /etc/apt -newer "$lists" '(' -name '*.list' -o -name '*.sources' ')')" ] ||
	[ -n "$(` + sh.Cmd("apt-cache", append([]string{"show", "--no-all-versions", "--"}, names...)...) + ` 2>&1 >/dev/null)" ]
then
	if apt-get -q -o APT::Update::Error-Mode=any update >&2; then
		touch "$lists"
	else
		echo "apt-get update failed; going on with the lists that there are" >&2
	fi
fi`
}

// exist fails for what is not the name of a package, before anything is
// installed. apt-get would take it for something else: a virtual package for
// one that provides it, a name with a dot for a pattern that other packages
// match, and a name that ends in "-" for the wish to remove a package.
func exist(names []string) sh.Script {
	return `for name in ` + words(names) + `; do
	apt-cache show --no-all-versions -- "$name" | grep -qxF "Package: ${name%:*}" || {
		echo "there is no package $name: if it is a virtual one, name one that provides it" >&2
		exit 100
	}
done`
}
