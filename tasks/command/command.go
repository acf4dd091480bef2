// Package command holds the task that runs a script, for what no other task
// describes.
package command

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// ErrNoProbe is the error of a command that does not say how one sees that it
// is not needed. Nothing could be said about it in check mode, and it would
// run anew each time.
var ErrNoProbe = errors.New("a raw command must say how one sees that it is not needed: give either Unless or Creates")

// Command wants a script to have done its work. It is run if that cannot be
// seen yet, and it must be visible afterwards.
type Command struct {
	Name   string    // what it is for, as shown; unique per host
	Script sh.Script // may print what it likes

	// Exactly one of these says that nothing is to be done. Unless is a
	// read-only script that exits 0 if so, 1 if not, and with anything else if
	// it could not look, which fails the task. Creates is the absolute path of
	// something that is there once the work is done.
	Unless  sh.Script
	Creates string
}

var _ tasks.Task = Command{}

// Validate reports a missing name or script, and [ErrNoProbe].
func (c Command) Validate() error {
	var errs []error
	if c.Name == "" || strings.ContainsAny(c.Name, "\n\r") {
		errs = append(errs, fmt.Errorf("name %q is empty or not one line", c.Name))
	}
	if strings.TrimSpace(string(c.Script)) == "" {
		errs = append(errs, errors.New("there is no script"))
	}
	switch {
	case (c.Unless == "") == (c.Creates == ""):
		errs = append(errs, ErrNoProbe)
	case c.Creates != "":
		errs = append(errs, file.CheckPath(c.Creates))
	}
	return errors.Join(errs...)
}

func (c Command) String() string { return "command " + c.Name }

// Probe prints "done" or "due", or what [file.Look] says about Creates.
func (c Command) Probe() sh.Script {
	if c.Creates != "" {
		return file.Look(c.Creates)
	}
	return "(\n" + c.Unless + "\n) >&2\nrc=$?\ncase $rc in 0) echo done ;; 1) echo due ;; *) exit $rc ;; esac"
}

// Sample says that the work is not done on a new host.
func (c Command) Sample() (before, after string) {
	if c.Creates != "" {
		return "absent\n", "file 644 0:0 root:root\n"
	}
	return "due\n", "done\n"
}

// Plan returns one step unless the work is seen to be done.
func (c Command) Plan(got string) (change tasks.Change, err error) {
	if err := c.Validate(); err != nil {
		return change, err
	}
	if c.Creates != "" {
		was, err := file.Seen(c.Creates, got)
		if err == nil && was == "absent" {
			change.Differ("command", c.Creates+" is absent", c.Creates+" exists", c.Script)
		}
		return change, err
	}
	switch got {
	case "done\n":
		return change, nil
	case "due\n":
		change.Differ("command", "due", "done", c.Script)
		return change, nil
	}
	return change, fmt.Errorf("probe printed %q, want done or due", got)
}
