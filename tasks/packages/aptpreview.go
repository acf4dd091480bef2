package packages

import (
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// preview shows what else comes and goes. Where packages are installed, that is
// seen by the lists that the host has: apply may fetch newer ones first, so what
// these do not offer is told, and not refused.
func (a apt) preview(s Set, c changes) sh.Script {
	args := []string{verb(s, c), "-s", "-q"}
	if verb(s, c) != "install" {
		return sh.Cmd("apt-get", slices.Concat(args, readOnly, []string{"--"}, c.specs())...)
	}
	args = slices.Concat(args, installOptions(s, c), readOnly, []string{"--"}, c.specs())
	return `said=$(TMPDIR=/dev/shm ` + sh.Cmd("apt-get", args...) + ` 2>&1) || {
	echo "what comes and goes cannot be foreseen before the lists of packages are fetched:"
	printf '%s\n' "$said" | sed -n 's/^E: //p'
	exit 0
}
printf '%s\n' "$said" | ` + sh.Cmd("awk", "-v", "names="+strings.Join(c.named(), " "), `BEGIN { count = split(names, list, " "); for (i = 1; i <= count; i++) asked[list[i]] = 1 }
$2 in asked { next }
$1 == "Inst" && $3 ~ /^[[]/ { print "upgrades " $2 " " substr($4, 2); next }
$1 == "Inst" { print "installs " $2 " " substr($3, 2) }
$1 == "Remv" { print "removes " $2 }
$1 == "Purg" { print "purges " $2 }`)
}

// named returns what the changes name, without versions.
func (c changes) named() []string {
	var all []string
	for _, spec := range slices.Concat(c.install, c.upgrade, c.remove) {
		name, _, _ := strings.Cut(spec, "=")
		all = append(all, name)
	}
	return all
}

// installOptions returns the options that decide what is installed.
func installOptions(s Set, c changes) []string {
	args := []string{map[bool]string{true: "--install-recommends", false: "--no-install-recommends"}[s.Recommends]}
	if s.Purge && len(c.remove) > 0 {
		args = append(args, "--purge")
	}
	if slices.ContainsFunc(c.install, exact) {
		args = append(args, "--allow-downgrades")
	}
	if len(c.reholds) > 0 {
		args = append(args, "--allow-change-held-packages")
	}
	return args
}
