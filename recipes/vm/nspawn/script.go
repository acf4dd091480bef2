package nspawn

import "github.com/hrun-dev/hrun/tasks/sh"

// with returns the script in a subshell of its own, with variables set before
// it; their names and values alternate.
func with(script sh.Script, pairs ...string) sh.Script {
	return "(\n" + assign(pairs...) + script + "\n)"
}

// assign returns the script that sets variables.
func assign(pairs ...string) (set sh.Script) {
	for i := 0; i+1 < len(pairs); i += 2 {
		set += sh.Script(pairs[i]) + "=" + sh.Word(pairs[i+1]) + "\n"
	}
	return set
}

// alone takes a lock that whatever the script starts keeps: a command that
// outlives a run that was killed is waited for, and not worked against.
const alone sh.Script = `mkdir -p "$image" && exec 8>"$image/lock" || exit
flock -w 900 8 || { echo "something else has been at work in $image for 15 minutes" >&2; exit 1; }
`
