// Package verify holds verifiers for the files of programs that know how to
// check them: for the field Verify of the tasks of package file. Each closes
// the gaps that it names, through which a file would pass that the program
// does not accept later.
//
// They refuse nothing while the program is not installed on the host, because
// a configuration is often written first; then they say so. They print what is
// wrong in the program's own words, and nothing if nothing is.
package verify

import "github.com/hrun-dev/hrun/tasks/sh"

// with returns the verifier that runs the script, which finds the path of the
// candidate in $1, if the host has the program.
func with(program string, script sh.Script) sh.Script {
	return sh.Cmd("sh", "-c", `command -v `+program+` >/dev/null || { echo 'not verified: there is no `+program+` yet' >&2; exit 0; }
`+string(script), "verify")
}

// quiet has a command print what it says only if it fails.
func quiet(command sh.Script) sh.Script {
	return `said=$(` + command + ` 2>&1) || { rc=$?; printf '%s\n' "$said" >&2; exit $rc; }`
}
