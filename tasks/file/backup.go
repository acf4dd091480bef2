package file

import "github.com/hrun-dev/hrun/tasks/sh"

// backup returns the step of [staged] that keeps the old file, as the
// documentation of the package says. The copy gets its name by link(2), which
// never replaces anything; a number that someone else has taken meanwhile fails
// the task. Of a secret nobody but the user who writes can read the copy.
func backup(secret bool) sh.Script {
	copied := sh.Script(`{ cp --preserve=all "../$n" "./$n~" 2>/dev/null || cp -p "../$n" "./$n~"; }`)
	if secret {
		copied = `cp "../$n" "./$n~" && chmod 600 "./$n~"`
	}
	return `if [ -f "../$n" ] && [ ! -L "../$n" ]; then
	i=1
	while [ -e "../$n.~$i~" ] || [ -L "../$n.~$i~" ]; do
		if [ -f "../$n.~$i~" ] && [ ! -L "../$n.~$i~" ] && cmp -s "../$n" "../$n.~$i~"; then i=; break; fi
		i=$((i + 1))
	done
	[ -z "$i" ] || { ` + copied + ` && sync "./$n~" && ln "./$n~" "../$n.~$i~" && rm -f "./$n~"; }
fi`
}
