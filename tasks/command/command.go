// Package command holds the task that runs a script, for what no other task
// describes.
package command

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/internal/as"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// ErrNoProbe is the error of a command that does not say how one sees that it
// is not needed. Nothing could be said about it in check mode, and it would
// run anew each time.
var ErrNoProbe = errors.New("a raw command must say how one sees that it is not needed: give one of Unless, Creates and Removes")

// Command wants a script to have done its work. It is run if that cannot be
// seen yet, and it must be visible afterwards.
type Command struct {
	Name   string    // what it is for, as shown; unique per host
	Script sh.Script // may print what it likes; [Local] reads one from a file

	// Exactly one of these says that nothing is to be done. Unless is a
	// read-only script that exits 0 if so, 1 if not, and with anything else if
	// it could not look, which fails the task. Creates is the absolute path of
	// something that is there once the work is done, Removes that of something
	// that is not there any more.
	Unless  sh.Script
	Creates string
	Removes string

	// These are for Script as well as for Unless.
	User              string               // who runs it; empty means as whom hrun works
	Directory         string               // where, absolute; empty means /
	Environment       map[string]string    // variables
	SecretEnvironment map[string]sh.Secret // variables whose values are never shown, and are no arguments

	Input sh.Secret // for the standard input of Script, never shown; empty means none
}

var (
	_ tasks.Task      = Command{}
	_ tasks.Sampler   = Command{}
	_ tasks.Secretive = Command{}
)

// UnknownUserError says that the host has no such user. An earlier task may be
// about to make it.
type UnknownUserError struct{ User string }

func (e *UnknownUserError) Error() string { return "there is no user " + e.User }

// Secrets returns the input and the values of variables, to be masked wherever
// they turn up.
func (c Command) Secrets() []sh.Secret {
	secrets := []sh.Secret{c.Input}
	for _, name := range slices.Sorted(maps.Keys(c.SecretEnvironment)) {
		secrets = append(secrets, c.SecretEnvironment[name])
	}
	return secrets
}

// Validate reports a missing name or script, a directory, user or variable that cannot be, and
// [ErrNoProbe].
func (c Command) Validate() error {
	errs := []error{as.Check(c.User), c.checkEnvironment()}
	if c.Name == "" || strings.ContainsAny(c.Name, "\n\r") {
		errs = append(errs, fmt.Errorf("name %q is empty or not one line", c.Name))
	}
	if strings.TrimSpace(string(c.Script)) == "" {
		errs = append(errs, errors.New("there is no script"))
	}
	if c.Directory != "" && c.Directory != "/" {
		errs = append(errs, file.CheckPath(c.Directory))
	}
	given := 0
	for _, probe := range []string{string(c.Unless), c.Creates, c.Removes} {
		if probe != "" {
			given++
		}
	}
	switch {
	case given != 1:
		errs = append(errs, ErrNoProbe)
	case c.path() != "":
		errs = append(errs, file.CheckPath(c.path()))
	}
	return errors.Join(errs...)
}

// path is what tells whether the work is done, or empty.
func (c Command) path() string { return cmp.Or(c.Creates, c.Removes) }

func (c Command) String() string { return "command " + c.Name }

// Probe prints "done" or "due", or that Unless cannot be run for want of User or
// Directory, or what [file.Look] says about Creates or
// Removes.
func (c Command) Probe() sh.Script {
	if c.path() != "" {
		return file.Look(c.path())
	}
	return c.look() + "(\n" + c.surround(c.Unless) + "\n) >&2\nrc=$?\ncase $rc in 0) echo done ;; 1) echo due ;; *) exit $rc ;; esac"
}

// Sample says that the work is not done on a new host, unless it is that
// something must not be there.
func (c Command) Sample() (before, after string) {
	switch {
	case c.Creates != "":
		return "absent\n", "file 644 0:0 root:root\n"
	case c.Removes != "":
		return "absent\n", "absent\n"
	}
	return "due\n", "done\n"
}

// Plan returns one step unless the work is seen to be done.
func (c Command) Plan(got string) (change tasks.Change, err error) {
	if err := c.Validate(); err != nil {
		return change, err
	}
	do := c.surround(c.feed())
	if c.path() != "" {
		was, err := file.Seen(c.path(), got)
		switch {
		case err != nil:
			return change, err
		case c.Creates != "" && was == "absent":
			change.Differ("command", c.Creates+" is absent", c.Creates+" exists", do)
		case c.Removes != "" && was != "absent":
			change.Differ("command", c.Removes+" exists", c.Removes+" is absent", do)
		}
		return change, nil
	}
	switch got {
	case "no user\n":
		return change, &UnknownUserError{c.User}
	case "no directory\n":
		return change, &file.MissingError{Directory: c.Directory}
	case "done\n":
		return change, nil
	case "due\n":
		change.Differ("command", "due", "done", do)
		return change, nil
	}
	return change, fmt.Errorf("probe printed %q, want done or due", got)
}
