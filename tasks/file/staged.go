package file

import (
	"path"

	"github.com/hrun-dev/hrun/tasks/internal/stage"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// staged returns the script that makes something with the given steps, as
// [stage.Beside] says, and then renames it to the path. The directory is
// synchronized after the rename, so that it outlasts a crash of the host once
// the script has ended.
func staged(p string, steps ...sh.Script) sh.Script {
	rename := sh.Script("mv -fT \"./$n\" \"../$n\" &&\nsync ..")
	return stage.Beside(p, "", append(steps, rename)...)
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
