package sshca

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// effective wants sshd to make of all its files what the drop-in says, and the
// file that it names to hold a key: sshd itself does not mind if there is none,
// and then lets in nobody. There is no remedy: which of two settings is wrong is
// for a person to say.
type effective struct{ Path string }

var _ tasks.Task = effective{}

func (e effective) String() string { return "sshd trusts " + e.Path }

// Probe prints the setting as sshd would read it now, and "key" or "no key".
func (e effective) Probe() sh.Script {
	return `settings=$(sshd -T) && printf '%s\n' "$settings" | grep '^trustedusercakeys ' || exit
if [ -f ` + sh.Word(e.Path) + ` ] && ` + sh.Cmd("ssh-keygen", "-l", "-f", e.Path) + ` >/dev/null; then echo key; else echo no key; fi`
}

// Plan has no steps. It fails where another setting comes first, and, until
// the drop-in is there, where there is none.
func (e effective) Plan(got string) (tasks.Change, error) {
	lines := strings.Split(got, "\n")
	setting, ok := strings.CutPrefix(lines[0], "trustedusercakeys ")
	var err error
	switch {
	case !ok || len(lines) != 3:
		err = fmt.Errorf("probe printed %q, want sshd's trustedusercakeys and whether there is a key", got)
	case setting == "none":
		err = fmt.Errorf("sshd has no TrustedUserCAKeys, want %s", e.Path)
	case setting != e.Path:
		err = fmt.Errorf("TrustedUserCAKeys is %s, want %s: sshd takes the first value that it finds, look for it in %s and %s", setting, e.Path, dropIns, config)
	case lines[1] != "key":
		err = fmt.Errorf("there is no public key in %s", e.Path)
	}
	return tasks.Change{}, err
}

// Sample is an sshd that has never heard of certificates, and one that knows the
// file.
func (e effective) Sample() (before, after string) {
	return "trustedusercakeys none\nno key\n", "trustedusercakeys " + e.Path + "\nkey\n"
}
