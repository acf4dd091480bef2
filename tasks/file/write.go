package file

import (
	"crypto/sha256"
	"fmt"
	"path"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// replacement is a new body for a path, to be put there in one rename.
type replacement struct {
	path   string
	body   string
	mode   string    // octal; empty keeps the old one, which must exist
	owner  string    // user:group; empty keeps the old one, if there is one
	verify sh.Script // must accept the candidate, which is appended
	secret bool      // nobody but the owner may read the candidate, at no time
}

// script writes the candidate, gives it owner and mode, has it verified, and
// only then renames it. Whatever fails, the old file stays and the candidate
// goes. The digest is compared because a pipe hides that its writer failed.
func (r replacement) script() sh.Script {
	s := "(\np=" + sh.Word(r.path) + "\n" + sh.Script(`t=$(mktemp `) + sh.Word(path.Join(path.Dir(r.path), ".hrun.XXXXXX")) + `) || exit
trap 'rm -f "$t"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
`
	return s + sh.Lines(
		r.inherit(),
		sh.Feed([]byte(r.body), `cat >"$t"`),
		`case $(sha256sum <"$t") in `+sh.Script(digest(r.body))+`*) ;; *) echo "$t: written in part only" >&2; exit 1 ;; esac`,
		r.chown(),
		r.chmod(),
		r.verified(),
		`sync "$t"`,
		`mv -fT "$t" "$p"`,
	) + "\n)"
}

// inherit gives the candidate what the old file has: mode, owner, access
// control list, extended attributes and security context. Where cp(1) cannot
// copy these alone, as in busybox, it copies what it can together with the old
// body, which is then overwritten. A secret takes no mode and no list from the
// old file, which more people may have been able to read.
func (r replacement) inherit() sh.Script {
	if r.secret {
		return `if [ -f "$p" ] && [ ! -L "$p" ]; then chown "$(stat -c %u:%g "$p")" "$t"; fi`
	}
	return `if [ -f "$p" ] && [ ! -L "$p" ]; then
	cp --attributes-only --preserve=all "$p" "$t" 2>/dev/null || cp -p "$p" "$t"
fi`
}

func (r replacement) chown() sh.Script {
	if r.owner == "" {
		return ""
	}
	return sh.Cmd("chown", r.owner) + ` "$t"`
}

func (r replacement) chmod() sh.Script {
	if r.mode == "" {
		return ""
	}
	return sh.Cmd("chmod", r.mode) + ` "$t"`
}

// verified sends what the verifier prints to standard error, where the runner
// looks for the reason of a failure.
func (r replacement) verified() sh.Script {
	if r.verify == "" {
		return ""
	}
	return sh.Group(r.verify+` "$t"`) + " >&2"
}

func digest(body string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(body))) }
