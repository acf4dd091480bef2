package user

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// lookUser returns the script that prints "user" and the entry of passwd(5)
// without the password, "absent" or "foreign". It leaves the number of the
// primary group in $gid and the home directory in $home.
func lookUser(etc, name string) sh.Script {
	return `found= gid= home=
while IFS=: read -r name _ uid group comment dir shell || [ -n "$name" ]; do
	if [ "$name" = ` + sh.Word(name) + ` ]; then found=$name:$uid:$group:$comment:$dir:$shell gid=$group home=$dir; break; fi
done <` + sh.Word(below(etc, "passwd")) + ` || exit
if [ -n "$found" ]; then
	printf 'user %s\n' "$found"
else
` + foreign("passwd", name) + `
fi`
}

// Probe prints the entry in passwd(5), then the name of the primary group, the
// further groups, those of the wanted groups that there are, and whether there
// are tools. If that is wanted it prints what shadow(5) has, with a digest in
// place of a password, and whether there is a home directory. Unless a password
// is wanted it starts no command for a user who is there.
func (u User) Probe() sh.Script {
	if u.Absent {
		return u.probeAbsent()
	}
	return sh.Lines(
		sh.Group(lookUser(u.etc, u.Name)),
		sh.Group(u.lookGroups()),
		tools,
		u.lookShadow(),
		u.lookHome(),
	)
}

func (u User) lookGroups() sh.Script {
	wanted := append([]string{u.Name, u.Group}, u.Groups.Names...)
	return `primary= member= known=
while IFS=: read -r name _ id users || [ -n "$name" ]; do
	if [ "$id" = "$gid" ]; then primary=${primary:-$name}; fi
	case ,$users, in *,` + sh.Word(u.Name) + `,*) member="$member $name" ;; esac
	case ` + sh.Word(" "+strings.Join(wanted, " ")+" ") + ` in *" $name "*) known="$known $name" ;; esac
done <` + sh.Word(below(u.etc, "group")) + ` || exit
printf 'primary %s\nmember%s\nknown%s\n' "$primary" "$member" "$known"`
}

// lookShadow prints "shadow", the state of the lock, "none", "set" or the
// digest of the password, and the day of expiry as shadow(5) has it. Only root
// can read the file.
func (u User) lookShadow() sh.Script {
	digest := sh.Script("hash=set")
	switch {
	case u.KeepPassword:
	case !u.Password.IsZero():
		digest = `hash=$(printf %s "$hash" | sha256sum) || exit; hash=${hash%% *}`
	case u.Lock == "" && u.Expires == "":
		return ""
	}
	return sh.Group(`hash= day=
while IFS=: read -r name field _ _ _ _ _ expires _ || [ -n "$name" ]; do
	if [ "$name" = ` + sh.Word(u.Name) + ` ]; then hash=$field day=$expires; break; fi
done <` + sh.Word(below(u.etc, "shadow")) + ` || exit
lock=unlocked
case $hash in '!'*) lock=locked hash=${hash#!} ;; esac
case $hash in ''|'*'|'!'|x) hash=none ;; *) ` + digest + ` ;; esac
printf 'shadow %s %s %s\n' "$lock" "$hash" "${day:-never}"`)
}

// lookHome prints whether the home directory is there: the wanted one, or else
// the one of the entry.
func (u User) lookHome() sh.Script {
	if !u.CreateHome {
		return ""
	}
	home := sh.Script(`p=${home:-` + sh.Word("/home/"+u.Name) + `}`)
	if u.Home != "" {
		home = "p=" + sh.Word(u.Home)
	}
	return sh.Group(home + `
if [ -d "$p" ]; then
	echo home directory
elif [ -e "$p" ] || [ -L "$p" ]; then
	echo home other
else
	while [ ! -e "$p" ]; do p=${p%/*} p=${p:-/}; done
	[ ! -d "$p" ] || [ -x "$p" ] || { printf 'cannot look into %s\n' "$p" >&2; exit 1; }
	echo home absent
fi`)
}

// account is what a host knows of a user.
type account struct {
	there                          bool
	uid, gid, comment, home, shell string

	primary       string   // name of the primary group
	member, known []string // groups
	tools         bool

	lock, hash, expires string // empty if not asked for
	homeIs              string // empty if not asked for
}

// parseEntry reads the first line of a probe.
func parseEntry(name, head string) (a account, err error) {
	entry, there := strings.CutPrefix(head, "user "+name+":")
	switch f := strings.SplitN(entry, ":", 5); {
	case there && len(f) == 5:
		return account{there: true, uid: f[0], gid: f[1], comment: f[2], home: f[3], shell: f[4]}, nil
	case head == "foreign":
		return a, &ForeignError{"user", name}
	case head == "absent":
		return a, nil
	}
	return a, fmt.Errorf("user %s: probe printed %q, which is no user", name, head)
}

func parse(name, got string) (a account, err error) {
	head, rest, _ := strings.Cut(got, "\n")
	if a, err = parseEntry(name, head); err != nil {
		return a, err
	}
	ended := false
	for line := range strings.Lines(rest) {
		word, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		f := strings.Fields(value)
		switch {
		case word == "primary":
			a.primary = value
		case word == "member":
			a.member = f
		case word == "known":
			a.known = f
		case word == "tools" || word == "no":
			a.tools, ended = word == "tools", true
		case word == "shadow" && len(f) == 3:
			a.lock, a.hash, a.expires = f[0], f[1], f[2]
		case word == "home":
			a.homeIs = value
		default:
			return a, fmt.Errorf("user %s: probe printed %q", name, line)
		}
	}
	if !ended {
		return a, fmt.Errorf("user %s: probe printed only %q", name, got)
	}
	return a, nil
}
