package file

import (
	"path"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// staged returns the script that makes something with the given steps, and
// then renames it to the path. The steps find its name in $n and make it in the
// working directory, which lies beside the path and which nobody else can
// enter; what is at the path now is "../$n".
//
// The directory that the path lies in may be someone else's, who can put a link
// in place of any name there at any time. So the shell stays in the directory
// that it has made, whatever its name becomes, and makes sure that it is there:
// the directory is its own, and the kernel says that it is where it was made.
// Whoever owns a directory above the path still decides where that leads.
//
// The directory is synchronized after the rename, so that it outlasts a crash
// of the host once the script has ended. The steps may use the name "$n~", too.
func staged(p string, steps ...sh.Script) sh.Script {
	rename := sh.Script("mv -fT \"./$n\" \"../$n\" &&\nsync ..")
	return `(
umask 077
n=` + sh.Word(path.Base(p)) + `
cd -P ` + sh.Word(path.Dir(p)) + ` && d=$(pwd -P) && t=$(mktemp -d ./.hrun.XXXXXX) || exit
` + trapped(`cd -P "$d" && rmdir "$t"`) + `cd -P "$t" && [ -O . ] && [ "$(pwd -P)" = "${d%/}/${t#./}" ] || { echo "someone else works in $d" >&2; exit 1; }
trap 'rm -rf "./$n" "./$n~"; cd .. && rmdir "$t"' EXIT
` + sh.Lines(append(steps, rename)...) + `
)`
}

// trapped has a subshell run the command when it ends, even if that is by a
// signal. The command holds no single quotes.
func trapped(command sh.Script) sh.Script {
	return `trap '` + command + `' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
`
}

// inPlace returns the script that runs commands on what is at the path, which
// they find under the name that [opened] is. Someone else who can write to the
// directory could put a link there meanwhile, and chmod(1) would follow it. So
// the shell opens it first, and the kernel says what it has opened: that must
// lie at the path itself, or the script unless must exit 0.
func inPlace(p string, unless sh.Script, commands ...sh.Script) sh.Script {
	real := `"$(cd -P ` + sh.Word(path.Dir(p)) + ` && pwd -P)"/` + sh.Word(path.Base(p))
	if path.Dir(p) == "/" {
		real = sh.Word(p)
	}
	return `{
[ "$(readlink ` + opened + `)" = ` + real + ` ] || ` + unless + ` || {
	` + sh.Cmd("echo", p+" is a link that someone else has made") + ` >&2
	exit 1
}
` + sh.Lines(commands...) + `
} 3<` + sh.Word(p)
}

// giveAway returns the script that gives what is at the path another owner. Of
// a file chown(2) takes the set-id bits away, which no other step brings back
// where the mode was right before.
func giveAway(p, owner, was, mode string) sh.Script {
	commands := []sh.Script{sh.Cmd("chown", owner, opened)}
	if was == mode && len(mode) > len("777") {
		commands = append(commands, sh.Cmd("chmod", mode, opened))
	}
	return inPlace(p, "false", commands...)
}

// opened is the name of what the commands of [inPlace] work on.
const opened = "/proc/self/fd/3"

// trusted returns a test whether a path is a link made by this user or by root.
func trusted(p string) sh.Script {
	q := sh.Word(p)
	return "{ [ -L " + q + ` ] && case $(stat -c %u ` + q + `) in 0|"$(id -u)") ;; *) false ;; esac; }`
}
