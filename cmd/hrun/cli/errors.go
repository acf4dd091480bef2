package cli

import (
	"fmt"
	"strings"
)

// UsageError says that the command line is wrong.
type UsageError struct{ Err error }

func (e *UsageError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *UsageError) Unwrap() error { return e.Err }

func usagef(format string, args ...any) error { return &UsageError{fmt.Errorf(format, args...)} }

// PendingError says that hosts are not yet as described.
type PendingError struct {
	Hosts  []string
	Second bool // found by the second pass of --assert-idempotent
}

func (e *PendingError) Error() string {
	if e.Second {
		return "a second run would change something on " + strings.Join(e.Hosts, ", ")
	}
	return "changes are pending on " + strings.Join(e.Hosts, ", ")
}

// CommandError says on which hosts a command did not exit with status 0.
type CommandError struct{ Hosts []string }

func (e *CommandError) Error() string {
	return "the command failed on " + strings.Join(e.Hosts, ", ")
}

// NoHostError says that a run would have no host to work on.
type NoHostError struct {
	Limit string // the pattern that leaves no host; empty if the recipes have none
	Hosts []string
}

func (e *NoHostError) Error() string {
	if e.Limit == "" {
		return "the recipe has no host to work on"
	}
	return fmt.Sprintf("--limit %q leaves none of the hosts that the recipe works on: %s", e.Limit, strings.Join(e.Hosts, ", "))
}

// UnknownRecipeError says that no recipe has that name.
type UnknownRecipeError struct {
	Name, Nearest string
}

func (e *UnknownRecipeError) Error() string {
	if e.Nearest != "" {
		return fmt.Sprintf("there is no recipe %q (did you mean %q?)", e.Name, e.Nearest)
	}
	return fmt.Sprintf("there is no recipe %q; \"hrun recipes\" lists them", e.Name)
}

// PathRecipeError says that a recipe was named by its directory.
type PathRecipeError struct{ Path string }

func (e *PathRecipeError) Error() string {
	return fmt.Sprintf(`recipe %q: this program knows only the recipes that it was built with ("hrun recipes" lists them).
A recipe in a directory of its own becomes part of a program with the same commands like this:

	package main

	import (
		"os"

		"github.com/hrun-dev/hrun/cmd/hrun/cli"

		site "PACKAGE IN %s"
	)

	func main() { os.Exit(cli.Main(cli.Of("site", "what it is for", site.Recipe{}))) }
`, e.Path, e.Path)
}
