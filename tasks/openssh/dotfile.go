package openssh

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// dotFile is a text file in ~/.ssh. What a user has in the home directory can
// be a link to anything, at any time: so the scripts run as that user, who can
// lead them only where the user may go anyway.
type dotFile struct {
	user string
	name string // of the file in .ssh
	sshd bool   // sshd reads it, and is strict about the home directory
	home string // empty means what the host says
}

var userForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]{0,31}$`)

func (d dotFile) validate() error {
	if !userForm.MatchString(d.user) {
		return fmt.Errorf("%q is not the name of a user", d.user)
	}
	return nil
}

// editable is the largest file, in bytes, that is read.
const editable = 1 << 20

// as returns the script run as the user, with the home directory in $h, .ssh in
// $d and the file in $p. The script goes over standard input, which has no
// limit; it is one compound command, so that it is read as a whole before
// anything in it is run. Nothing of the caller's environment matters to it.
//
// setpriv(1) of util-linux changes the ids and does no more. That of busybox, a
// link to it, cannot; but there su(1) does no more either.
func (d dotFile) as(script sh.Script) sh.Script {
	if d.validate() != nil {
		return "exit 1" // the name is not fit to be a part of a script
	}
	home := sh.Script("~" + d.user) // a shell asks getpwnam(3), as getent does
	if d.home != "" {
		home = sh.Word(d.home)
	}
	inner := "{ cd /\nh=" + home + "\nd=$h/.ssh p=$d/" + sh.Script(d.name) + "\n" + script + "\nexit\n} </dev/null\n"
	user := sh.Script(d.user)
	return `h=` + home + `
case $h in "~"*) echo 'no user' ; exit ;; esac
as() { sh; }
ids=$(id ` + user + `) || exit
uid=${ids#uid=} gid=${ids#*gid=} own=
while read -r word _ own _; do [ "$word" != Uid: ] || break; done </proc/self/status || exit
if [ "$own" != "${uid%%[!0-9]*}" ]; then
	setpriv=$(command -v setpriv) || setpriv=
	if [ -n "$setpriv" ] && [ ! -L "$setpriv" ]; then
		as() { setpriv --reuid="${uid%%[!0-9]*}" --regid="${gid%%[!0-9]*}" --init-groups sh; }
	else
		as() { su -s /bin/sh ` + user + ` -c 'exec sh'; }
	fi
fi
` + sh.Feed([]byte(inner), "as")
}

// probe prints the mode of the home directory, what .ssh is, and what the file
// is, with its text; or "no user". What there usually is costs one stat(1).
func (d dotFile) probe() sh.Script {
	size := sh.Script(strconv.Itoa(editable))
	return d.as(`if [ ! -d "$h" ]; then echo 'home missing'; exit; fi
if [ ! -L "$d" ] && [ -d "$d" ] && [ -O "$d" ] && [ -x "$d" ] && [ ! -L "$p" ] && [ -f "$p" ] && [ -O "$p" ]; then
	set -- $(stat -c '%a %s' "$h/." "$d" "$p")
	[ $# = 6 ] || exit 1
	printf 'home %s\ndirectory own %s\nfile own %s\n' "$1" "$3" "$5"
	if [ "$6" -gt ` + size + ` ]; then echo large; exit; fi
	echo text
	exec cat "$p"
fi
stat -L -c 'home %a' "$h" || exit
if [ -L "$d" ]; then
	echo 'directory link'
elif [ -d "$d" ] && [ -O "$d" ]; then
	stat -c 'directory own %a' "$d" || exit
elif [ -e "$d" ]; then
	stat -c 'directory other %F of %U' "$d"; exit
elif [ -x "$h" ]; then
	echo 'directory absent'; exit
else
	echo "cannot look into $h" >&2; exit 1
fi
[ -x "$d" ] || { echo "cannot look into $d" >&2; exit 1; }
if [ -L "$p" ]; then
	echo 'file link'
elif [ -e "$p" ]; then
	stat -c 'file other %F of %U' "$p"
else
	echo 'file absent'
fi`)
}

// UnknownUserError says that the host has no such user. An earlier task may be
// about to make it.
type UnknownUserError struct{ User string }

func (e *UnknownUserError) Error() string { return "there is no user " + e.User }

// UnsafeError says that something in the home directory is not as it would
// have to be, and is not for this task to change.
type UnsafeError struct{ User, What string }

func (e *UnsafeError) Error() string { return fmt.Sprintf("user %s: %s", e.User, e.What) }

// seen is what the probe has printed.
type seen struct {
	directory string // its mode; empty if absent
	mode      string // of the file; empty if absent
	text      string
}

func (d dotFile) parse(got string) (s seen, err error) {
	unsafe := func(format string, args ...any) error {
		return &UnsafeError{User: d.user, What: fmt.Sprintf(format, args...)}
	}
	home, rest, _ := strings.Cut(got, "\n")
	directory, rest, _ := strings.Cut(rest, "\n")
	head, rest, _ := strings.Cut(rest, "\n")
	switch {
	case home == "no user":
		return s, &UnknownUserError{d.user}
	case home == "home missing":
		return s, unsafe("the home directory does not exist")
	}
	mode, ok := strings.CutPrefix(home, "home ")
	bits, err := strconv.ParseUint(mode, 8, 16)
	switch {
	case !ok || err != nil:
		return s, fmt.Errorf("probe of the home of %s printed %q", d.user, home)
	case d.sshd && bits&0o022 != 0:
		return s, unsafe("others may write to the home directory (mode %s), so that sshd trusts nothing in it: see StrictModes in sshd_config(5)", mode)
	}
	if what, ok := strings.CutPrefix(directory, "directory other "); ok {
		return s, unsafe("~/.ssh is a %s, want a directory of the user's own", what)
	}
	switch word, mode, _ := strings.Cut(strings.TrimPrefix(directory, "directory "), " "); word {
	case "absent":
		return s, nil
	case "link":
		return s, unsafe("~/.ssh is a link, and is not followed")
	case "own":
		s.directory = mode
	default:
		return s, fmt.Errorf("probe of the home of %s printed %q", d.user, directory)
	}
	if what, ok := strings.CutPrefix(head, "file other "); ok {
		return s, unsafe("~/.ssh/%s is a %s, want a file of the user's own", d.name, what)
	}
	switch word, mode, _ := strings.Cut(strings.TrimPrefix(head, "file "), " "); word {
	case "absent":
		return s, nil
	case "link":
		return s, unsafe("~/.ssh/%s is a link, and is not followed", d.name)
	case "own":
		s.mode = mode
	default:
		return s, fmt.Errorf("probe of the home of %s printed %q", d.user, head)
	}
	if text, ok := strings.CutPrefix(rest, "text\n"); ok {
		s.text = text
		return s, nil
	}
	return s, unsafe("~/.ssh/%s is larger than 1 MiB", d.name)
}

var errNotText = errors.New("the file holds NUL bytes")

// plan compares modes and text with what they should be. The directory is for
// nobody but the user, and so is the file.
func (d dotFile) plan(got string, rewrite func(string) string) (c tasks.Change, err error) {
	now, err := d.parse(got)
	if err != nil {
		return c, err
	}
	if strings.Contains(now.text, "\x00") {
		return c, errNotText
	}
	text := rewrite(now.text)
	if now.mode == "" && text == "" {
		return c, nil
	}
	if now.directory == "" {
		c.Differ("directory", "absent", "present, mode 700", d.as(`mkdir -m 700 "$d"`))
	} else {
		c.Differ("directory mode", now.directory, "700", d.as(`chmod 700 "$d"`))
	}
	was := now.text
	if now.mode == "" {
		was = "absent"
	}
	if was != text {
		c.Differ("content", was, text, d.as(write(text)))
	} else {
		c.Differ("mode", now.mode, "600", d.as(`chmod 600 "$p"`))
	}
	return c, nil
}

// write returns the script that puts a text in place of the file's in one
// rename.
func write(text string) sh.Script {
	return `umask 077
cd "$d" && t=$(mktemp ./.hrun.XXXXXX) || exit
trap 'rm -f "$t"' EXIT
` + sh.Lines(
		sh.Feed([]byte(text), `cat >"$t"`),
		`case $(sha256sum <"$t") in `+sh.Script(fmt.Sprintf("%x", sha256.Sum256([]byte(text))))+`*) ;; *) echo 'written in part only' >&2; exit 1 ;; esac`,
		`sync "$t"`,
		`mv -fT "$t" "$p"`,
		`sync .`,
	)
}

// sample is of a user with a home directory and nothing in it, and then of one
// with that text.
func (d dotFile) sample(text string) (before, after string) {
	before = "home 755\ndirectory absent\n"
	if text == "" {
		return before, before
	}
	return before, "home 755\ndirectory own 700\nfile own 600\ntext\n" + text
}
