// Package stage builds the scripts that make something beside the path that it
// is for, where no one else can enter, and put it there in one rename.
package stage

import (
	"path"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Beside returns the script that runs the steps, the last of which renames what
// they have made to the path. They find its name in $n and make it in the
// working directory, which lies beside the path and which nobody else can
// enter; what is at the path now is "../$n". They may use the name "$n~", too.
// Whatever comes of them, undo is run at the end, and what has these two names
// is removed. It holds no single quotes.
//
// The directory that the path lies in may be someone else's, who can put a link
// in place of any name there at any time. So the shell stays in the directory
// that it has made, whatever its name becomes, and makes sure that it is there:
// the directory is its own, and the kernel says that it is where it was made.
// Whoever owns a directory above the path still decides where that leads.
func Beside(p string, undo sh.Script, steps ...sh.Script) sh.Script {
	if undo != "" {
		undo += "; "
	}
	return `(
umask 077
n=` + sh.Word(path.Base(p)) + `
cd -P ` + sh.Word(path.Dir(p)) + ` && d=$(pwd -P) && t=$(mktemp -d ./.hrun.XXXXXX) || exit
` + Trapped(`cd -P "$d" && rmdir "$t"`) + `cd -P "$t" && [ -O . ] && [ "$(pwd -P)" = "${d%/}/${t#./}" ] || { echo "someone else works in $d" >&2; exit 1; }
trap '` + undo + `rm -rf "./$n" "./$n~"; cd .. && rmdir "$t"' EXIT
` + sh.Lines(steps...) + `
)`
}

// Directory is [Beside] for a directory, which takes the place of one that may
// be there now. Nothing may be mounted in that, because it is removed with all
// that is in it. Before that, in the middle of the exchange, keep is run, if it
// is not empty: the old directory is "./$n~" then, if there was one.
//
// There is a moment without a directory between the two renames. A crash of the
// host just then leaves the old one beside the path, below ".hrun.", and
// anything less is undone.
func Directory(p string, keep sh.Script, steps ...sh.Script) sh.Script {
	return Beside(p, `[ -z "$exchanging" ] || [ -e "../$n" ] || [ ! -e "./$n~" ] || mv -T "./$n~" "../$n"`, append(
		append([]sh.Script{`exchanging=`}, steps...),
		sh.Subshell(Unmounted(p)),
		`rm -rf "./$n~"`,
		`sync -f .`,
		`if [ -d "../$n" ]; then exchanging=1 && mv -T "../$n" "./$n~"; fi`,
		keep,
		`mv -T "./$n" "../$n"`,
		`sync ..`,
	)...)
}

// Unmounted returns the test that nothing is mounted below the path. It exits
// the shell with 1 where something is.
func Unmounted(p string) sh.Script {
	listed := strings.NewReplacer(`\`, `\134`, " ", `\040`, "\t", `\011`).Replace(p) // as in proc_pid_mountinfo(5)
	return `while read -r _ _ _ _ at _; do
	case $at in ` + sh.Word(listed) + `/*) printf '%s is mounted, and stays\n' "$at" >&2; exit 1 ;; esac
done </proc/self/mountinfo`
}

// Trapped has a subshell run the command when it ends, even if that is by a
// signal. The command holds no single quotes.
func Trapped(command sh.Script) sh.Script {
	return `trap '` + command + `' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
`
}
