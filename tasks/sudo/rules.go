// Package sudo holds the task about who may run what as whom, sudoers(5).
package sudo

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/file/verify"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Rules wants a file of rules in /etc/sudoers.d, mode 0440 and owned by root,
// that holds these and nothing else. visudo(8) must accept the file before it
// takes the place of the old one: a sudo that finds a mistake in any of its
// files lets nobody become root.
//
// visudo sees the file alone. An alias that another file defines is unknown to
// it, and is refused. Whether /etc/sudoers includes the directory, as it does
// on Debian, Alpine and RHEL, is not looked at. Of two rules for the same
// command sudo follows the last, and reads the files in the order of their
// names in the C locale.
type Rules struct {
	// Name is that of the file: letters, digits, "_" and "-". sudo silently
	// ignores a name with a dot in it or "~" at its end.
	Name  string
	Rules []Rule
	Lines []string // further lines as in sudoers(5), such as "Defaults:deploy !requiretty"; they come first

	Absent bool // the file must not be there; Rules and Lines must be empty

	directory string // empty means /etc/sudoers.d
}

var (
	_ tasks.Task    = Rules{}
	_ tasks.Sampler = Rules{}
)

var nameForm = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// Validate reports a name that sudo would ignore, rules that are none, and a
// file that would be empty.
func (r Rules) Validate() error {
	var errs []error
	if !nameForm.MatchString(r.Name) {
		errs = append(errs, fmt.Errorf("name %q has other characters than letters, digits, _ and -: sudo may ignore such a file", r.Name))
	}
	empty := len(r.Rules) == 0 && len(r.Lines) == 0
	if empty != r.Absent {
		errs = append(errs, errors.New("want either rules or Absent"))
	}
	for _, rule := range r.Rules {
		errs = append(errs, rule.Validate())
	}
	for _, line := range r.Lines {
		if strings.ContainsAny(line, "\x00\n") || strings.HasSuffix(line, `\`) {
			errs = append(errs, fmt.Errorf("%q is not one whole line", line))
		}
	}
	return errors.Join(errs...)
}

// String returns "sudo rules NAME".
func (r Rules) String() string { return "sudo rules " + r.Name }

func (r Rules) path() string {
	if r.directory == "" {
		r.directory = "/etc/sudoers.d"
	}
	return path.Join(r.directory, r.Name)
}

func (r Rules) file() file.Part { return r.content().Unless(r.Absent) }

func (r Rules) content() file.Content {
	var b strings.Builder
	for _, line := range r.Lines {
		b.WriteString(line + "\n")
	}
	for _, rule := range r.Rules {
		b.WriteString(rule.String() + "\n")
	}
	return file.Content{
		Path: r.path(), Body: b.String(), Mode: 0o440, Owner: "root:root",
		Verify: verify.Sudoers(),
	}
}

// Probe prints what the probes of [file.Content] or [file.Absent] print.
func (r Rules) Probe() sh.Script { return r.file().Probe() }

// Plan compares content, owner and mode.
func (r Rules) Plan(got string) (tasks.Change, error) {
	if err := r.Validate(); err != nil {
		return tasks.Change{}, err
	}
	return r.file().Plan(got)
}

// Sample is of a host without the rules.
func (r Rules) Sample() (before, after string) { return r.file().Sample() }
