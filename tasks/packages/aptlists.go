package packages

import (
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// repair finishes what an interrupted dpkg left, because apt-get refuses to do
// anything before that, and leaves pending triggers alone. If it cannot,
// apt-get says what is in the way.
const repair sh.Script = `states=$(dpkg-query -W -f '${db:Status-Status}\n') && journal=$(ls /var/lib/dpkg/updates) || exit
case $journal$states in
[0-9]*|*half-*|*unpacked*|*triggers-*)
	echo "dpkg was interrupted or left packages half done; running dpkg --configure -a" >&2
	env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l dpkg --force-confdef --force-confold --configure -a >&2 ||
		echo "dpkg --configure -a failed; apt-get may still succeed" >&2
	;;
esac`

// oldLists returns the test whether apt's lists of packages are older than
// that, or than the sources. The time of the directory is when they were last
// fetched: apt-get itself leaves it alone where nothing was new.
func oldLists(age time.Duration) sh.Script {
	return `[ ! -d /var/lib/apt/lists ] ||
	[ -z "$(find /var/lib/apt/lists -maxdepth 0 -mmin -` + minutes(age) + `)" ] ||
	[ -n "$(find /etc/apt -newer /var/lib/apt/lists '(' -name '*.list' -o -name '*.sources' -o -name sources.list.d ')')" ]`
}

// fetch fetches the lists of packages. Their directory then has the time of it
// also where nothing was new.
const fetch sh.Script = `	if apt-get -q -o APT::Update::Error-Mode=any update >&2; then
		touch /var/lib/apt/lists
	else
		echo "apt-get update failed; going on with the lists that there are" >&2
	fi`

// refresh fetches the lists of packages if they are old, or lack one of the
// packages or versions. If not all lists can be fetched, apt-get decides
// whether the old ones will do.
func refresh(specs []string, age time.Duration) sh.Script {
	return `offered() {
	apt-cache show --no-all-versions -- "$1" | grep -qxF "Package: $2"
}
lacking() {
	for spec in ` + words(specs) + `; do
		name=${spec%%=*}
		offered "$spec" "${name%:*}" || return 0
	done
	return 1
}
if ` + oldLists(age) + ` || lacking
then
` + fetch + `
fi
` + exist(specs)
}

// exist fails for what is not the name of a package, before anything is
// installed. apt-get would take it for something else: a virtual package for
// one that provides it, a name with a dot for a pattern that other packages
// match, and a name that ends in "-" for the wish to remove a package. Of a
// version that is not offered it says which are, before apt-get says no.
func exist(specs []string) sh.Script {
	return `for spec in ` + words(specs) + `; do
	name=${spec%%=*}
	offered "$name" "${name%:*}" || {
		echo "there is no package $name: if it is a virtual one, name one that provides it" >&2
		exit 100
	}
	[ "$spec" = "$name" ] || offered "$spec" "${name%:*}" || {
		echo "of $name there are these versions:"
		apt-cache madison -- "$name"
	} >&2
done`
}
