package apt

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// States of a package, from the list in dpkg-query(1).
const (
	installed = "installed"
	unknown   = "not-installed"
)

// name is what Debian policy 5.6.7 allows, with an optional architecture.
var name = regexp.MustCompile(`^[a-z0-9][a-z0-9+.-]+(:[a-z0-9-]+)?$`)

func validate(names []string, times ...time.Duration) error {
	if len(names) == 0 {
		return errors.New("apt: no packages are named")
	}
	for _, n := range names {
		if !name.MatchString(n) {
			return fmt.Errorf("apt: %q is not the name of a package", n)
		}
	}
	for _, t := range times {
		if t < 0 {
			return fmt.Errorf("apt: a time of %v is negative", t)
		}
	}
	return nil
}

// query lists the packages, one "name|architecture|state" a line, sorted by
// dpkg. Status 1 says that it does not know one of them; 2 that it could not
// look.
func query(names []string) sh.Script {
	args := append([]string{"-W", "-f", `${Package}|${Architecture}|${db:Status-Status}\n`, "--"}, names...)
	return sh.Accept(sh.Cmd("dpkg-query", args...), 0, 1)
}

// table holds the states of packages, by name and by name:architecture.
type table map[string][]string

func parse(got string) (table, error) {
	t := make(table)
	for line := range strings.Lines(got) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "|")
		if len(f) != 3 || f[0] == "" || f[2] == "" {
			return nil, fmt.Errorf("dpkg-query printed %q, want package|architecture|state", line)
		}
		t[f[0]] = append(t[f[0]], f[2])
		if f[1] != "" {
			t[f[0]+":"+f[1]] = []string{f[2]}
		}
	}
	return t, nil
}

// states returns the state of the package in each architecture that dpkg knows
// it in. What dpkg does not list is not installed.
func (t table) states(name string) []string {
	if s := t[name]; s != nil {
		return s
	}
	return []string{unknown}
}
