package vm

import (
	"fmt"
	"path"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Key is a pair of ed25519 keys without a passphrase, in a directory that only
// its owner can enter. The public half has the suffix ".pub". A key that is
// there is kept, whatever it is.
type Key struct{ Path string } // absolute, of the private half

func (k Key) String() string { return "key " + k.Path }

func (k Key) set() sh.Script {
	return "key=" + sh.Word(k.Path) + "\ndir=" + sh.Word(path.Dir(k.Path)) + "\n"
}

// Probe prints the modes of the directory and of both halves.
func (k Key) Probe() sh.Script {
	return "(\n" + k.set() + `for file in "$dir" "$key" "$key.pub"; do
	if [ -e "$file" ]; then stat -L -c %a "$file" || exit; else echo absent; fi
done
)`
}

// Plan makes what is missing. What is made belongs to the owner of the
// directory that it is made in, since the work may be done as root for them.
func (k Key) Plan(got string) (c tasks.Change, err error) {
	was := strings.Fields(got)
	if len(was) != 3 {
		return c, fmt.Errorf("the probe printed %q", got)
	}
	own := sh.Script(` && chown --reference="${dir%/*}/" `)
	makeDir := sh.Script(`mkdir "$dir" && chmod 700 "$dir"` + own + `"$dir"`)
	if was[0] != "absent" {
		makeDir = `chmod 700 "$dir"`
	}
	c.Differ("directory", was[0], "700", "(\n"+k.set()+makeDir+"\n)")
	makeKey := `ssh-keygen -q -t ed25519 -N '' -C "hrun ${key##*/}" -f "$key" >&2 && chmod 600 "$key" "$key.pub"` + own + `"$key" "$key.pub"`
	switch {
	case was[1] == "absent" && was[2] != "absent":
		return c, fmt.Errorf("there is a public key %s.pub and no private one", k.Path)
	case was[1] == "absent":
		c.Differ("key", was[1], "600", "(\n"+k.set()+makeKey+"\n)")
		return c, nil
	}
	c.Differ("key", was[1], "600", "(\n"+k.set()+`chmod 600 "$key"`+"\n)")
	if was[2] == "absent" {
		c.Differ("public key", was[2], "present", "(\n"+k.set()+`umask 077
ssh-keygen -y -f "$key" >"$key.pub.new" && mv "$key.pub.new" "$key.pub"`+own+`"$key.pub"`+"\n)")
	}
	return c, nil
}
