package packages

import (
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Manager names a package manager.
type Manager string

// The package managers that a [Set] works with.
const (
	APT Manager = "apt" // Debian and its derivatives
	DNF Manager = "dnf" // Fedora and Red Hat Enterprise Linux 8 and later; version 4 is what is tested
	APK Manager = "apk" // Alpine
)

// manager is what a set has to know of a package manager.
type manager interface {
	// present returns a test, a command without forks, whether a host's
	// packages are the manager's.
	present() sh.Script

	// list returns the script that lists the packages in $@, one
	// "name|architecture|state|version|selection" a line, sorted. Where
	// nothing is known of a package it prints nothing. A line
	// "automatic|name|architecture" more says that it may be removed once no
	// other needs it.
	list() sh.Script

	// offers returns the script that says what the host's lists offer of the
	// packages in $@: a line "name|version" for each that they offer, and
	// "lists old" if they are older than the set allows.
	offers(s Set) sh.Script

	// transaction returns the script that makes the changes.
	transaction(s Set, c changes) sh.Script

	// preview returns the script that shows what else the changes would do,
	// or none.
	preview(s Set, c changes) sh.Script

	// hold returns the script that holds the packages, or releases them, or
	// none if the manager cannot.
	hold(names []string, hold bool) sh.Script
}

var managers = map[Manager]manager{APT: apt{}, DNF: dnf{}, APK: apk{}}

// changes is what a transaction is to do.
type changes struct {
	install []string // with "=version" where that matters
	upgrade []string // to the newest version
	remove  []string
	reholds []string // to be held again afterwards
}

// probe asks the manager that the set names, or the first that has a database
// on the host: other managers may be installed there as tools.
func probe(s Set) sh.Script {
	script := sh.Cmd("set", append([]string{"--"}, s.asked()...)...) + "\n"
	if s.Manager != "" {
		return script + s.look(s.Manager)
	}
	test := sh.Script("if ")
	for _, m := range []Manager{APT, APK, DNF} {
		script += test + managers[m].present() + "; then\n" + s.look(m) + "\n"
		test = "elif "
	}
	return script + `else
echo 'there is no package manager that is known here: neither apt, apk nor dnf' >&2
exit 1
fi`
}

// look asks one package manager.
func (s Set) look(m Manager) sh.Script {
	look := sh.Lines(sh.Cmd("echo", string(m)), managers[m].list())
	if len(s.Latest) > 0 {
		look = sh.Lines(look, sh.Cmd("set", append([]string{"--"}, s.Latest...)...), managers[m].offers(s))
	}
	return look
}

// asked returns the names of all packages of the set, each once.
func (s Set) asked() []string {
	var all []string
	for _, l := range s.lists() {
		for _, spec := range l.names {
			if n, _, _ := strings.Cut(spec, "="); !slices.Contains(all, n) {
				all = append(all, n)
			}
		}
	}
	return all
}

func words(s []string) sh.Script {
	if len(s) == 0 {
		return ""
	}
	return sh.Cmd(s[0], s[1:]...)
}
