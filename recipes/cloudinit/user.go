package cloudinit

import (
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// DefaultUser as the name of a user without anything else is the one that the
// image has as its default.
const DefaultUser = "default"

// User is a user who is made, or, if there is one of that name, keeps what
// cannot be changed of one: home, shell and groups.
type User struct {
	Name           string
	Gecos          string // full name
	Groups         []string
	PrimaryGroup   string // empty: a group of the user's name
	Home           string // empty: below /home
	NoHome         bool   // it is not made
	Shell          string // empty: useradd's default, which is /bin/sh
	Sudo           string // rule of sudoers without the user, e.g. ALL=(ALL) NOPASSWD:ALL; empty: none
	UID            int    // 0: the next that is free
	System         bool
	LockPassword   Switch    // the password cannot be used; unset: so it is
	Password       sh.Secret // as crypt(5) hashes it; empty: none
	AuthorizedKeys []string  // lines of authorized_keys
}

// Administrator returns a user who may do everything with sudo, has no
// password, and logs in with keys, if any are given.
func Administrator(name string, keys ...string) User {
	return User{Name: name, Sudo: "ALL=(ALL) NOPASSWD:ALL", Shell: "/bin/bash", LockPassword: On, AuthorizedKeys: keys}
}

// Group is a group that is made.
type Group struct {
	Name    string
	Members []string // users that are there by then
}

// entry returns an entry of the cloud-config key "users".
func (u User) entry() node {
	var m mapping
	m.text("name", u.Name)
	m.text("gecos", u.Gecos)
	m.list("groups", texts(u.Groups))
	m.text("primary_group", u.PrimaryGroup)
	m.text("homedir", u.Home)
	m.flag("no_create_home", u.NoHome)
	m.text("shell", u.Shell)
	m.text("sudo", u.Sudo)
	m.number("uid", u.UID)
	m.flag("system", u.System)
	m.choice("lock_passwd", u.LockPassword)
	m.text("hashed_passwd", u.Password.Reveal())
	m.list("ssh_authorized_keys", texts(u.AuthorizedKeys))
	if u.Name == DefaultUser && len(m) == 1 {
		return text(DefaultUser)
	}
	return m
}

func (u User) validate() error {
	if u.Name == "" {
		return errors.New("a user has no name")
	}
	if u.UID < 0 {
		return fmt.Errorf("user %s: the uid %d is negative", u.Name, u.UID)
	}
	return nil
}

// entry returns an entry of the cloud-config key "groups": the name, or the
// name with the members.
func (g Group) entry() node {
	if len(g.Members) == 0 {
		return text(g.Name)
	}
	var m mapping
	m.list(g.Name, texts(g.Members))
	return m
}
