package user

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Plan compares every property that is wanted. It returns an
// [UnknownGroupError] for a group that does not exist.
func (u User) Plan(got string) (c tasks.Change, err error) {
	if err := u.Validate(); err != nil {
		return c, err
	}
	if u.Absent {
		return u.planAbsent(got)
	}
	now, err := parse(u.Name, got)
	if err != nil {
		return c, err
	}
	if err := u.judge(now); err != nil {
		return c, err
	}
	if now.there {
		u.change(&c, now)
	} else {
		c.Differ("user", "absent", u.describe(), u.add(now))
	}
	u.planPassword(&c, now)
	return needing(now.tools, c)
}

// judge finds what no tool can bring about.
func (u User) judge(now account) error {
	groups := u.Groups.Names
	if u.Group != "" && !u.numbered() {
		groups = append([]string{u.Group}, groups...)
	}
	for _, g := range groups {
		if !slices.Contains(now.known, g) {
			return &UnknownGroupError{User: u.Name, Group: g}
		}
	}
	if u.Lock == Unlocked && u.Password.IsZero() && (!now.there || now.lock == string(Locked) && now.hash == "none") {
		return fmt.Errorf("user %s has no password: unlocking would let anyone in without one", u.Name)
	}
	if u.CreateHome && now.homeIs == "other" {
		return fmt.Errorf("user %s: the home directory is something else", u.Name)
	}
	return nil
}

// numbered reports whether the primary group is given as a number.
func (u User) numbered() bool { return u.Group != "" && '0' <= u.Group[0] && u.Group[0] <= '9' }

func (u User) change(c *tasks.Change, now account) {
	modify := func(field, was, want, option string) {
		if want != "" {
			c.Differ(field, was, want, sh.Cmd("usermod", option, want, u.Name))
		}
	}
	if u.UID != 0 {
		modify("uid", now.uid, strconv.FormatInt(u.UID, 10), "-u")
	}
	if u.Group != now.gid {
		modify("group", now.primary, u.Group, "-g")
	}
	u.Groups.plan(c, u.Name, now.member)
	modify("comment", now.comment, u.Comment, "-c")
	modify("shell", now.shell, u.Shell, "-s")
	modify("home", now.home, u.Home, "-d")
	if u.Expires != "" {
		c.Differ("expires", date(now.expires), u.Expires, inUTC+sh.Cmd("usermod", "-e", u.expiry(), u.Name))
	}
	if u.CreateHome {
		c.Differ("home directory", now.homeIs, "directory", u.makeHome(now))
	}
}

// inUTC has usermod(8) and useradd(8) take a day for the one that it is: they
// count midnight of the host's time zone, and more than 12 hours east of UTC
// that is the day before.
const inUTC sh.Script = "TZ=UTC "

// expiry is the day as usermod takes it.
func (u User) expiry() string {
	if u.Expires == Never {
		return ""
	}
	return u.Expires
}

// date returns a day of shadow(5), which counts from 1970, for a person.
func date(day string) string {
	n, err := strconv.Atoi(day)
	if err != nil {
		return day
	}
	return time.Unix(0, 0).UTC().AddDate(0, 0, n).Format(time.DateOnly)
}

// makeHome makes the directory of a user who is there. It gets its name once
// everything in it belongs to the user.
func (u User) makeHome(now account) sh.Script {
	home := or(u.Home, now.home)
	skel := sh.Word(below(u.etc, "skel"))
	return `(
t=$(` + sh.Cmd("mktemp", "-d", home+".XXXXXX") + `) || exit
trap 'rm -rf "$t"' EXIT
` + sh.Lines(
		"if [ -d "+skel+" ]; then cp -R "+skel+`/. "$t/"; fi`,
		"owner=$("+sh.Cmd("id", "-u", u.Name)+"):$("+sh.Cmd("id", "-g", u.Name)+")",
		`chown -hR "$owner" "$t"`,
		`mv -T "$t" `+sh.Word(home),
	) + `
)`
}

// add returns the command that makes the user, but for the password.
func (u User) add(now account) sh.Script {
	var args []string
	option := func(name, value string) {
		if value != "" {
			args = append(args, name, value)
		}
	}
	if u.System {
		args = append(args, "-r")
	}
	if u.UID != 0 {
		option("-u", strconv.FormatInt(u.UID, 10))
	}
	switch {
	case u.Group != "":
		option("-g", u.Group)
	case slices.Contains(now.known, u.Name):
		option("-g", u.Name)
	default:
		args = append(args, "-U")
	}
	option("-G", strings.Join(u.Groups.Names, ","))
	option("-c", u.Comment)
	option("-s", u.Shell)
	option("-d", u.Home)
	option("-e", u.expiry())
	if u.CreateHome {
		args = append(args, "-m")
	} else {
		args = append(args, "-M")
	}
	add := sh.Cmd("useradd", append(args, u.Name)...)
	if u.expiry() != "" {
		return inUTC + add
	}
	return add
}

// describe lists what is wanted of a new user.
func (u User) describe() string {
	said := []string{"present"}
	say := func(what, value string) {
		if value != "" {
			said = append(said, what+" "+value)
		}
	}
	if u.UID != 0 {
		say("uid", strconv.FormatInt(u.UID, 10))
	}
	say("group", u.Group)
	say("groups", strings.Join(u.Groups.Names, " "))
	say("home", u.Home)
	say("shell", u.Shell)
	say("comment", u.Comment)
	say("expires", u.Expires)
	return strings.Join(said, ", ")
}

// planPassword compares the digest and the lock. chpasswd(8) writes the field
// as a whole: a new password in place of a locked one stays locked, unless that
// is to change. The "!" of a user without a password is no lock.
func (u User) planPassword(c *tasks.Change, now account) {
	lock := now.lock
	if !now.there {
		lock = string(Locked) // useradd gives no password
	}
	kept := u.KeepPassword && now.there && now.hash != "none"
	if hash := u.Password.Reveal(); hash != "" && !kept && now.hash != fmt.Sprintf("%x", sha256.Sum256([]byte(hash))) {
		was, none := "(another secret)", !now.there || now.hash == "none"
		if none {
			was = "none"
		}
		switch {
		case u.Lock == Locked || lock == string(Locked) && !none:
			hash = "!" + hash
		default:
			lock = string(Unlocked)
		}
		c.Differ("password", was, sh.Masked, sh.Feed([]byte(u.Name+":"+hash+"\n"), "chpasswd -e"))
	}
	switch u.Lock {
	case Locked:
		c.Differ("lock", lock, string(Locked), sh.Cmd("usermod", "-L", u.Name))
	case Unlocked:
		c.Differ("lock", lock, string(Unlocked), sh.Cmd("usermod", "-U", u.Name))
	}
}
