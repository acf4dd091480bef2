package condition

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Command is any condition that a script can tell.
type Command struct {
	Name string // the condition, e.g. "the cluster has quorum"

	// Script is read-only. It exits 0 if the condition holds, 1 if not, and
	// with anything else if it could not look. What it prints is shown where
	// the condition does not hold.
	Script sh.Script
}

var _ Condition = Command{}

func (c Command) String() string { return c.Name }

// Validate reports a missing name or script.
func (c Command) Validate() error {
	var errs []error
	if c.Name == "" || strings.ContainsAny(c.Name, "\n\r") {
		errs = append(errs, fmt.Errorf("name %q is empty or not one line", c.Name))
	}
	if strings.TrimSpace(string(c.Script)) == "" {
		errs = append(errs, errors.New("there is no script"))
	}
	return errors.Join(errs...)
}

// Look is the script.
func (c Command) Look() sh.Script { return c.Script }
