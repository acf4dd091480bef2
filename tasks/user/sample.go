package user

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Sample is of a host without the user, but with the groups.
func (u User) Sample() (before, after string) {
	if u.Absent {
		return "absent\ntools\n", "absent\ntools\n"
	}
	id := strconv.FormatInt(max(u.UID, 1), 10)
	gid, primary := id, or(u.Group, u.Name)
	if u.numbered() {
		gid, primary = u.Group, "-"
	}
	groups := strings.Join(u.Groups.Names, " ")
	rest := "member " + groups + "\nknown " + u.Group + " " + groups + "\ntools\n"
	before = "absent\nprimary \n" + rest
	after = fmt.Sprintf("user %s:%s:%s:%s:%s:%s\nprimary %s\n%s",
		u.Name, id, gid, u.Comment, or(u.Home, "/home/"+u.Name), or(u.Shell, "/bin/sh"), primary, rest)
	if u.lookShadow() != "" {
		before += "shadow unlocked none never\n"
		after += u.sampleShadow()
	}
	if u.CreateHome {
		before += "home absent\n"
		after += "home directory\n"
	}
	return before, after
}

func (u User) sampleShadow() string {
	hash, expires := "set", "never"
	if p := u.Password.Reveal(); p != "" && !u.KeepPassword {
		hash = fmt.Sprintf("%x", sha256.Sum256([]byte(p)))
	}
	if day, err := time.Parse(time.DateOnly, u.Expires); err == nil {
		expires = strconv.FormatInt(day.Unix()/86400, 10)
	}
	return fmt.Sprintf("shadow %s %s %s\n", or(string(u.Lock), string(Unlocked)), hash, expires)
}

func or(value, otherwise string) string {
	if value != "" {
		return value
	}
	return otherwise
}
