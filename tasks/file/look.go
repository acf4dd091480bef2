package file

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Look returns the probe of what is at a path, for tasks that need to know no
// more; [Seen] reads what it prints.
func Look(p string) sh.Script { return look(p, "", "") }

// Seen returns what [Look] found: "absent", "file", "directory", "link to" a
// target, or another kind in the words of stat(1). What lies in a directory
// that is missing is absent, too.
func Seen(p, got string) (string, error) {
	if got == "missing\n" {
		return "absent", nil
	}
	s, err := parse(p, got)
	return s.String(), err
}

// look returns the probe of what is at the path. Its first line is one of
//
//	absent
//	missing                                 the directory of path is not there
//	link TARGET
//	file MODE UID:GID USER:GROUP            and then what inFile prints
//	directory MODE UID:GID USER:GROUP       and then what inDirectory prints
//	other KIND                              in the words of stat(1)
//
// The scripts find the path in $p, and inFile the size in $size. Something is absent only if the nearest
// directory above it that exists could be searched: a test that fails for want
// of permission fails the probe.
func look(p string, inFile, inDirectory sh.Script) sh.Script {
	return "p=" + sh.Word(p) + ` d=` + sh.Word(path.Dir(p)) + `
if [ -L "$p" ]; then
	l=$(readlink "$p") && printf 'link %s\n' "$l"
elif [ -f "$p" ]; then
	` + stat("file", inFile) + `
elif [ -d "$p" ]; then
	` + stat("directory", inDirectory) + `
elif [ -e "$p" ]; then
	stat -c 'other %F' "$p"
elif [ -d "$d" ] && [ -x "$d" ]; then
	echo absent
else
	while [ ! -e "$d" ]; do d=${d%/*} d=${d:-/}; done
	[ ! -d "$d" ] || [ -x "$d" ] || { printf 'cannot look into %s\n' "$d" >&2; exit 1; }
	echo missing
fi`
}

// stat prints the type, the mode and the owner of $p, and then what more
// prints. It runs stat(1) once: most of what a probe costs is starting
// processes.
func stat(kind string, more sh.Script) sh.Script {
	form := sh.Script(kind) + " %a %u:%g %U:%G"
	if more == "" || kind != "file" {
		return sh.Lines("stat -c '"+form+`' "$p"`, more)
	}
	return sh.Lines("size=$(stat -c '"+form+` %s' "$p") && echo "${size% *}" && size=${size##* }`, more)
}

// present returns the first line that look prints of what has this mode and
// owner; whom an empty owner leaves open is root here.
func present(kind string, mode fs.FileMode, owner string) string {
	return fmt.Sprintf("%s %s 0:0 %s\n", kind, octal(mode), cmp.Or(owner, "root:root"))
}

// state is what look has seen.
type state struct {
	kind   string // absent, link, file, directory or other
	mode   string // of a file or directory: octal digits
	ids    string // uid:gid
	owner  string // user:group
	detail string // of a link its target; of other its kind
	rest   string // what came after the first line
}

// parse reads what look has printed.
func parse(p, got string) (state, error) {
	head, rest, _ := strings.Cut(got, "\n")
	kind, detail, _ := strings.Cut(head, " ")
	s := state{kind: kind, detail: detail, rest: rest}
	switch kind {
	case "absent", "link", "other":
		return s, nil
	case "missing":
		return s, &MissingError{Directory: path.Dir(p)}
	case "file", "directory":
		f := strings.SplitN(detail, " ", 3)
		if len(f) == 3 {
			s.mode, s.ids, s.owner = f[0], f[1], f[2]
			return s, nil
		}
	}
	return s, fmt.Errorf("probe of %s printed %q, which says nothing about a file", p, head)
}

// foretell adds to the error that the directory is missing what will be done
// once it is there.
func foretell(err error, plan func(was state) (tasks.Change, error)) (tasks.Change, error) {
	if missing := (*MissingError)(nil); !errors.As(err, &missing) {
		return tasks.Change{}, err
	}
	c, failed := plan(state{kind: "absent"})
	if failed != nil {
		return tasks.Change{}, err
	}
	return c, err
}

// String says what is there, for a person.
func (s state) String() string {
	switch s.kind {
	case "link":
		return "link to " + s.detail
	case "other":
		return s.detail
	}
	return s.kind
}

// article is String with an article.
func (s state) article() string { return "a " + s.String() }

// owned reports whether the owner is the wanted one, which may be given in
// names or in numbers.
func (s state) owned(want string) bool {
	user, group, _ := strings.Cut(want, ":")
	name, groupName, _ := strings.Cut(s.owner, ":")
	uid, gid, _ := strings.Cut(s.ids, ":")
	return (user == name || user == uid) && (group == groupName || group == gid)
}
