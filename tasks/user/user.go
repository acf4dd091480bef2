package user

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// User wants a user in /etc/passwd. The zero value of a field leaves that
// property alone, and for a new user it is what useradd(8) makes of it.
//
// The properties of a user who has processes, such as the number and the home
// directory, cannot be changed: usermod(8) refuses, and the task fails.
type User struct {
	Name string
	UID  int64 // 0 means any; usermod gives the files in the home directory to the new number, and no others

	// Group is the primary group, by name or number. For a new user empty
	// means the group of the same name, which is made if need be.
	Group  string
	Groups Membership // further groups; they must exist

	Home       string // the path alone: what lies in the old home directory stays there
	CreateHome bool   // make the home directory if it is missing, from /etc/skel
	Shell      string // a full path; that there is such a shell is not looked at
	Comment    string // often the full name, the "GECOS" field of passwd(5)

	// Password is a hash as crypt(5) makes it, such as "openssl passwd -6"
	// prints. It goes to the host over standard input, and no output shows
	// more than that it is another one. Empty leaves the password alone: a new
	// user has none, and cannot log in by password.
	Password sh.Secret

	// KeepPassword leaves the password of a user who has one alone, whichever
	// it is: Password is then only the first, which the user may change.
	KeepPassword bool

	Lock    Lock
	Expires string // the first day, as YYYY-MM-DD, on which the account cannot be used; Never for none

	System bool // take the number of a new user from those for the system

	// Absent wants no user of that name; nothing else may be given then. A user
	// who has processes is not removed, and the task fails. A group of the same
	// name that has no other member goes with the user, userdel(8).
	Absent bool

	// RemoveHome also removes the home directory and the mail of a user who is
	// removed. What is left of one who is gone already stays.
	RemoveHome bool

	etc string // empty means /etc
}

// Lock says whether the password is disabled by a "!" before its hash. A
// locked user can still log in with a key, unless sshd runs without PAM.
type Lock string

// The values of Lock. A user without a password cannot become Unlocked.
const (
	Locked   Lock = "locked"
	Unlocked Lock = "unlocked"
)

// Never is the Expires of an account that does not.
const Never = "never"

var (
	_ tasks.Task      = User{}
	_ tasks.Sampler   = User{}
	_ tasks.Secretive = User{}
)

var (
	groupForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,9}|[A-Za-z_][A-Za-z0-9_.-]{0,30}[A-Za-z0-9_.$-]?)$`)
	hashForm  = regexp.MustCompile(`^\$[0-9a-z]+\$[!-9;-~]+$`)
)

// Validate reports values that no user can have. It does not show a password
// that is not a hash.
func (u User) Validate() error {
	if u.Absent {
		return errors.Join(checkName("user", u.Name), u.validateAbsent())
	}
	errs := []error{checkName("user", u.Name), checkID(u.UID), u.Groups.validate()}
	if u.Group != "" && !groupForm.MatchString(u.Group) {
		errs = append(errs, fmt.Errorf("%q is neither name nor number of a group", u.Group))
	}
	for _, path := range []string{u.Home, u.Shell} {
		if path != "" && (file.CheckPath(path) != nil || strings.Contains(path, ":")) {
			errs = append(errs, fmt.Errorf("%q is not a full path without colons", path))
		}
	}
	if strings.ContainsAny(u.Comment, "\x00\n:") {
		errs = append(errs, fmt.Errorf("comment %q holds a colon or a line feed", u.Comment))
	}
	if !u.Password.IsZero() && !hashForm.MatchString(u.Password.Reveal()) {
		errs = append(errs, errors.New(`the password is not a hash of crypt(5), which begins with "$": "openssl passwd -6" makes one`))
	}
	if u.KeepPassword && u.Password.IsZero() {
		errs = append(errs, errors.New("KeepPassword goes with a Password only"))
	}
	if u.RemoveHome {
		errs = append(errs, errors.New("RemoveHome goes with Absent only"))
	}
	if u.Lock != "" && u.Lock != Locked && u.Lock != Unlocked {
		errs = append(errs, fmt.Errorf("lock is %q, want %q or %q", u.Lock, Locked, Unlocked))
	}
	if _, err := time.Parse(time.DateOnly, u.Expires); err != nil && u.Expires != "" && u.Expires != Never {
		errs = append(errs, fmt.Errorf("expires is %q, want YYYY-MM-DD or %q", u.Expires, Never))
	}
	return errors.Join(errs...)
}

// String returns "user NAME".
func (u User) String() string { return "user " + u.Name }

// Secrets returns the hash of the password.
func (u User) Secrets() []sh.Secret { return []sh.Secret{u.Password} }
