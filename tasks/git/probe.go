package git

import (
	"fmt"
	"path"
	"strings"

	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/internal/as"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// safely makes git ask nobody, run nothing that a repository brings along, and
// write nothing that it need not. The ssh command takes precedence over what a
// repository says. SUDO_UID would have git trust what the user who became root
// has made (git-config(1), safe.directory).
const safely = `export GIT_TERMINAL_PROMPT=0 GIT_SSH_COMMAND='ssh -o BatchMode=yes -o ConnectTimeout=30 -o ServerAliveInterval=15'
unset SUDO_UID SSH_ASKPASS GIT_ASKPASS
safe='--no-optional-locks -c core.hooksPath=/dev/null -c core.fsmonitor=false -c core.askPass= -c advice.detachedHead=false -c gc.auto=0 -c maintenance.auto=false -c http.lowSpeedLimit=1 -c http.lowSpeedTime=60'
g() { git $safe "$@"; }
`

// as returns a script of a remedy, run as the user.
func (c Checkout) as(script sh.Script) sh.Script {
	return as.User(c.User, "echo 'the user has just gone' >&2; exit 1", safely+script)
}

// inRepository goes to a repository, and has git not look for one above it.
func inRepository(p string) sh.Script {
	return "cd " + sh.Word(p) + ` && GIT_CEILING_DIRECTORIES=$(cd -P .. && pwd -P) && export GIT_CEILING_DIRECTORIES || exit
`
}

// Probe prints what is at Path, which commit the branch or tag is, and of the
// repository the commit, whether its address is URL, and up to ten files that
// were changed and submodules that differ.
func (c Checkout) Probe() sh.Script {
	remote := sh.Script("")
	if !c.pinned() {
		refs := sh.Script(sh.Quote("refs/heads/"+c.Version) + " " + sh.Quote("refs/tags/"+c.Version) + " " + sh.Quote("refs/tags/"+c.Version+"^{}"))
		remote = `if r=$(timeout 60 git $safe ls-remote ` + sh.Word(c.URL) + ` ` + refs + ` 2>&1); then
	if [ -n "$r" ]; then printf '%s\n' "$r" | sed 's/^/remote /'; fi
else
	printf '%s\n' "$r" | head -n 3 | sed 's/^/unreachable /'
fi
`
	}
	submodules := sh.Script("")
	if c.Submodules {
		submodules = `
l=$(g submodule status --recursive) || exit
printf '%s\n' "$l" | sed -n 's/^[-+U]//p' | head -n 10 | sed 's/^/submodule /'`
	}
	return sh.Lines(
		sh.Subshell(file.Look(c.Path)),
		as.User(c.User, "echo 'no user'", safely+`command -v git >/dev/null || { echo 'no git'; exit; }
`+remote+`if [ ! -d `+sh.Word(c.Path)+` ] || [ -L `+sh.Word(c.Path)+` ]; then exit; fi
`+inRepository(c.Path)+`if [ ! -d .git ] || [ -L .git ]; then
	l=$(ls -A) || exit
	if [ -n "$l" ]; then echo occupied; else echo empty; fi
	exit
fi
h=$(g rev-parse --git-dir) || exit
echo repository
if [ "$(g config --get remote.origin.url)" = `+sh.Word(c.URL)+` ]; then echo 'origin same'; else echo 'origin other'; fi
if h=$(g rev-parse --verify -q HEAD); then echo "head $h"; else exit 0; fi
l=$(g status --porcelain --untracked-files=no --ignore-submodules=all) || exit
[ -z "$l" ] || printf '%s\n' "$l" | head -n 10 | sed 's/^/dirty /'`+submodules),
	)
}

// state is what the probe has seen.
type state struct {
	absent     bool
	refs       map[string]string // of the remote, to commits
	failed     []string          // why it could not be asked
	origin     bool              // it has the address
	head       string            // empty before the first commit
	dirty      []string
	submodules []string
}

func (c Checkout) parse(got string) (state, error) {
	s := state{refs: map[string]string{}}
	head, rest, _ := strings.Cut(got, "\n")
	is, err := file.Seen(c.Path, head+"\n")
	switch {
	case err != nil:
		return s, err
	case head == "missing":
		return s, &file.MissingError{Directory: path.Dir(c.Path)}
	case is != "absent" && is != "directory":
		return s, &file.KindError{Path: c.Path, Is: "a " + is + ", not a directory"}
	}
	s.absent = is == "absent"
	for line := range strings.Lines(rest) {
		line = strings.TrimSuffix(line, "\n")
		word, value, _ := strings.Cut(line, " ")
		switch {
		case line == "no user":
			return s, &UnknownUserError{c.User}
		case line == "no git":
			return s, ErrNoGit
		case line == "occupied":
			return s, &file.KindError{Path: c.Path, Is: "a directory that is neither empty nor a repository"}
		case line == "empty":
			s.absent = true
		case line == "repository":
		case word == "remote":
			commit, ref, _ := strings.Cut(value, "\t")
			s.refs[ref] = commit
		case word == "unreachable":
			s.failed = append(s.failed, value)
		case word == "origin":
			s.origin = value == "same"
		case word == "head":
			s.head = value
		case word == "dirty":
			s.dirty = append(s.dirty, strings.TrimSpace(value))
		case word == "submodule":
			s.submodules = append(s.submodules, value)
		default:
			return s, fmt.Errorf("probe of %s printed %q, which says nothing about a repository", c.Path, line)
		}
	}
	return s, nil
}

// wanted returns the ref to fetch and the commit to check out.
func (c Checkout) wanted(s state) (ref, commit string, err error) {
	if c.pinned() {
		return c.Version, c.Version, nil
	}
	branch, tag := "refs/heads/"+c.Version, "refs/tags/"+c.Version
	switch {
	case len(s.failed) > 0:
		return "", "", &RemoteError{c.URL, strings.Join(s.failed, "; ")}
	case s.refs[branch] != "" && s.refs[tag] != "":
		return "", "", &RemoteError{c.URL, fmt.Sprintf("%q is a branch as well as a tag", c.Version)}
	case s.refs[branch] != "":
		ref, commit = branch, s.refs[branch]
	case s.refs[tag+"^{}"] != "":
		ref, commit = tag, s.refs[tag+"^{}"]
	default:
		ref, commit = tag, s.refs[tag]
	}
	if !commitForm.MatchString(commit) {
		return "", "", &RemoteError{c.URL, fmt.Sprintf("there is no branch or tag %q; of a commit give all digits", c.Version)}
	}
	return ref, commit, nil
}
