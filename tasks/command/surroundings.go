package command

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks/internal/as"
	"github.com/hrun-dev/hrun/tasks/sh"
)

var nameForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// environment returns all variables as they are, secret ones too.
func (c Command) environment() map[string]string {
	all := maps.Clone(c.Environment)
	if all == nil {
		all = map[string]string{}
	}
	for name, value := range c.SecretEnvironment {
		all[name] = value.Reveal()
	}
	return all
}

func (c Command) checkEnvironment() error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(c.environment())) {
		_, plain := c.Environment[name]
		_, secret := c.SecretEnvironment[name]
		switch {
		case !nameForm.MatchString(name):
			errs = append(errs, fmt.Errorf("%q is not the name of a variable", name))
		case plain && secret:
			errs = append(errs, fmt.Errorf("variable %s is given twice", name))
		case strings.Contains(c.environment()[name], "\x00"):
			errs = append(errs, fmt.Errorf("the value of variable %s holds a NUL", name))
		}
	}
	return errors.Join(errs...)
}

// look says what is missing for a script to be run at all.
func (c Command) look() sh.Script {
	var s sh.Script
	if c.User != "" && as.Check(c.User) == nil {
		s += "h=~" + sh.Script(c.User) + "\ncase $h in \"~\"*) echo 'no user'; exit ;; esac\n"
	}
	if c.Directory != "" {
		s += "if [ ! -d " + sh.Word(c.Directory) + " ]; then echo 'no directory'; exit; fi\n"
	}
	return s
}

// feed returns the script with its input.
func (c Command) feed() sh.Script {
	if c.Input.IsZero() {
		return c.Script
	}
	return sh.Feed([]byte(c.Input.Reveal()), sh.Subshell(c.Script))
}

// surround returns a script run as the user, in the directory, with the
// variables. It exits with 2 where that cannot be, which is no answer of
// Unless. Variables are exported by the shell, and so are no arguments.
func (c Command) surround(script sh.Script) sh.Script {
	var before sh.Script
	if c.Directory != "" {
		before += "cd " + sh.Word(c.Directory) + " || exit 2\n"
	}
	all := c.environment()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		before += "export " + sh.Script(name) + "=" + sh.Word(all[name]) + "\n"
	}
	if c.User == "" {
		return before + script
	}
	missing := sh.Cmd("echo", "there is no user "+c.User) + " >&2; exit 2"
	return as.User(c.User, missing, before+script)
}
