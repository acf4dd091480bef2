package sudo

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Rule lets someone run commands on this host as someone else.
type Rule struct {
	Who string // a user, %GROUP, #UID, %#GID or ALL
	As  string // USER, USER:GROUP or :GROUP, each also as #ID or ALL; empty means root

	// Commands are full paths, each with its arguments as they are typed, or
	// ALL. A path without arguments allows any; one that is followed by "" (two
	// quotes) allows none. Characters with a meaning in sudoers(5) are escaped,
	// but those of glob(7) keep it: in arguments "*" matches blanks and
	// slashes, too, and so allows more than one would think. Arguments that
	// begin with "^" and end with "$" are a regular expression, since sudo 1.9.10.
	Commands []string

	NoPassword bool // do not ask for the password
}

// Whoever has blanks or backslashes in the name goes into Lines.
var (
	who = regexp.MustCompile(`^(%?[A-Za-z_][A-Za-z0-9_.@-]*\$?|%?#[0-9]+)$`)
	as  = regexp.MustCompile(`^(([A-Za-z_][A-Za-z0-9_.-]*\$?|#[0-9]+)(:([A-Za-z_][A-Za-z0-9_.-]*|#[0-9]+))?|:([A-Za-z_][A-Za-z0-9_.-]*|#[0-9]+))$`)
)

// alias is a word that sudo takes for an alias, which the rules define none of.
var alias = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)

// Validate reports users, groups and commands that are none.
func (r Rule) Validate() error {
	var errs []error
	if !who.MatchString(r.Who) || alias.MatchString(r.Who) && r.Who != "ALL" {
		errs = append(errs, fmt.Errorf("%q is not a user, %%group, #uid, %%#gid or ALL; others can be named in Lines", r.Who))
	}
	if r.As != "" && !as.MatchString(r.As) {
		errs = append(errs, fmt.Errorf("as %q is not of the form user, user:group or :group", r.As))
	}
	if len(r.Commands) == 0 {
		errs = append(errs, fmt.Errorf("%s: there are no commands", r.Who))
	}
	for _, c := range r.Commands {
		switch {
		case c == "ALL":
		case !strings.HasPrefix(c, "/"):
			errs = append(errs, fmt.Errorf("command %q is not a full path", c))
		case strings.ContainsAny(c, "\x00\n"):
			errs = append(errs, fmt.Errorf("command %q is not one line", c))
		}
	}
	return errors.Join(errs...)
}

// escaped are the characters of a command that sudoers(5) gives a meaning. The
// number sign is the treacherous one: it begins a comment, and a rule that is
// cut short by it is valid and allows the command with any arguments.
var escaped = strings.NewReplacer(`\`, `\\`, `,`, `\,`, `:`, `\:`, `=`, `\=`, `#`, `\#`)

// String returns the rule as a line of sudoers(5).
func (r Rule) String() string {
	if r.As == "" {
		r.As = "root"
	}
	tag := ""
	if r.NoPassword {
		tag = "NOPASSWD: "
	}
	commands := make([]string, len(r.Commands))
	for i, c := range r.Commands {
		commands[i] = escaped.Replace(c)
	}
	return fmt.Sprintf("%s ALL=(%s) %s%s", r.Who, r.As, tag, strings.Join(commands, ", "))
}
