package git

import (
	"strconv"
	"time"

	"github.com/hrun-dev/hrun/tasks/internal/stage"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// clone makes the repository beside the path. The directory is the user's from
// the start, who must be able to get there; but nobody else is let in before it
// is complete.
func (c Checkout) clone(ref, commit string) sh.Script {
	owner := sh.Script("")
	if c.User != "" {
		owner = sh.Cmd("chown", c.User+":") + ` "./$n" && chmod 711 .`
	}
	return stage.Directory(c.Path, `{ [ ! -d "./$n~" ] || rmdir "./$n~"; }`,
		`mkdir "./$n"`,
		owner,
		`work=$PWD/$n`,
		`export work`,
		c.as(`umask 022
cd "$work" && g init -q . || exit
`+c.setOrigin()+` || exit
`+c.fetch(ref, commit)),
		`chmod 755 "./$n"`,
	)
}

func (c Checkout) setOrigin() sh.Script {
	address := sh.Word(c.URL)
	return `{ g config --replace-all remote.origin.url ` + address + ` && g config --replace-all remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'; }`
}

// fetch fetches the version and checks the commit out. A server that does not
// hand out a commit by its name may still have it in a branch.
func (c Checkout) fetch(ref, commit string) sh.Script {
	depth := sh.Script("")
	if c.Depth > 0 {
		depth = sh.Script(" --depth " + strconv.Itoa(c.Depth))
	}
	force := sh.Script("")
	if c.Force {
		force = " --force"
	}
	get := `get() { timeout ` + c.seconds() + ` git $safe fetch -q --no-recurse-submodules` + depth + ` ` + sh.Word(c.URL) + ` "$@" </dev/null; }
`
	spec := sh.Word("+" + ref + ":" + local(ref))
	if c.pinned() {
		spec = sh.Word(commit)
	}
	fetched := `get ` + spec
	if c.pinned() {
		fetched = `{ get ` + spec + ` 2>/dev/null || get --tags '+refs/heads/*:refs/remotes/origin/*'; }`
	}
	submodules := sh.Script("")
	if c.Submodules {
		submodules = ` &&
g submodule -q sync --recursive && g submodule -q update --init --recursive` + force
	}
	return `umask 022
` + get + `g cat-file -e ` + sh.Word(commit+"^{commit}") + ` 2>/dev/null || ` + fetched + ` || exit
g cat-file -e ` + sh.Word(commit+"^{commit}") + ` 2>/dev/null || { echo ` + sh.Word("commit "+commit+" is not in the repository, or no longer at "+c.Version) + ` >&2; exit 1; }
g checkout -q` + force + ` --detach ` + sh.Word(commit) + submodules
}

// local is where a ref of the repository goes.
func local(ref string) string {
	const heads = "refs/heads/"
	if len(ref) > len(heads) && ref[:len(heads)] == heads {
		return "refs/remotes/origin/" + ref[len(heads):]
	}
	return ref
}

// seconds is the bound in whole seconds, rounded up.
func (c Checkout) seconds() sh.Script {
	bound := c.Within
	if bound == 0 {
		bound = 10 * time.Minute
	}
	return sh.Script(strconv.FormatInt(int64((bound+time.Second-1)/time.Second), 10))
}
