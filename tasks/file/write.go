package file

import (
	"crypto/sha256"
	"fmt"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/internal/stage"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// replacement is a new body for a path, to be put there in one rename.
type replacement struct {
	path   string
	source origin
	mode   string    // octal; empty keeps the old one, which must exist
	owner  string    // user:group; empty keeps the old one, if there is one
	verify sh.Script // must accept the candidate, which is appended
	secret bool      // nobody but the owner may read the candidate, at no time
	link   bool      // a symbolic link is there now
	backup bool      // keep the old file
}

// script writes the candidate, gives it owner and mode, has it verified, and
// only then renames it. Whatever fails, the old file stays and the candidate
// goes.
func (r replacement) script() sh.Script {
	return staged(r.path,
		r.inherit(),
		r.source.fill(),
		r.source.compare(),
		r.chown(),
		r.chmod(),
		r.verified(`"$PWD/$n"`),
		`sync "./$n"`,
		r.keep(),
		r.unlink(),
	)
}

func (r replacement) keep() sh.Script {
	if !r.backup {
		return ""
	}
	return backup(r.secret)
}

// preview has the body verified in check mode, in a temporary file elsewhere.
// A verifier that is not installed yet refuses nothing.
func (r replacement) preview() sh.Script {
	text, ok := r.source.text()
	if r.verify == "" || !ok {
		return ""
	}
	return `(
t=$(mktemp) || exit
` + stage.Trapped(`rm -f "$t"`) + sh.Lines(sh.Feed([]byte(text), `cat >"$t"`), r.verified(`"$t"`)) + `
rc=$?
case $rc in 126|127) echo 'not verified: the verifier cannot be run yet' ;; *) exit $rc ;; esac
)`
}

// inherit gives the candidate what the old file has: mode, owner, access
// control list, extended attributes and security context. Where cp(1) cannot
// copy these alone, as in busybox, it copies what it can together with the old
// body, which is then overwritten. A secret takes no mode and no list from the
// old file, which more people may have been able to read.
func (r replacement) inherit() sh.Script {
	switch {
	case r.secret && r.owner != "":
		return "" // the old owner, too, may be someone who must not read it
	case r.secret:
		return `if [ -f "../$n" ] && [ ! -L "../$n" ]; then : >"./$n" && chown "$(stat -c %u:%g "../$n")" "./$n"; fi`
	}
	return `if [ -f "../$n" ] && [ ! -L "../$n" ]; then
	cp --attributes-only --preserve=all "../$n" "./$n" 2>/dev/null || cp -p "../$n" "./$n"
fi`
}

func (r replacement) chown() sh.Script {
	if r.owner == "" {
		return ""
	}
	return sh.Cmd("chown", r.owner) + ` "./$n"`
}

func (r replacement) chmod() sh.Script {
	if r.mode == "" {
		return ""
	}
	return sh.Cmd("chmod", r.mode) + ` "./$n"`
}

// unlink removes a link to a directory, which the mv of busybox would refuse to
// replace. Any other link goes with the rename.
func (r replacement) unlink() sh.Script {
	if !r.link {
		return ""
	}
	return `if [ -d "../$n" ]; then rm "../$n"; fi`
}

// verified sends what the verifier prints to standard error, where the runner
// looks for the reason of a failure. It runs as every script does, below / and
// with the usual umask, and wherever it goes the rest does not follow.
func (r replacement) verified(candidate sh.Script) sh.Script {
	if r.verify == "" {
		return ""
	}
	return "(\ncandidate=" + candidate + "\numask 022\ncd /\n" + r.verify + ` "$candidate"` + "\n) >&2"
}

// step returns the step that puts the new body in place.
func (r replacement) step(was, want string) tasks.Step {
	return tasks.Step{Field: "content", Was: was, Want: want, Do: r.script(), Preview: r.preview(), Upload: r.source.upload()}
}

func digest(body string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(body))) }
