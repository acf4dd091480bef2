package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/plan"
)

// exitCodes is the table as --help prints it. exitStatus is what it means.
const exitCodes = `Exit codes:
    0  every host is as described, or was brought there; in check mode: the check itself worked
    1  the inventory, the recipe or its parameters are wrong, or you did not agree to
       what the recipe destroys; nothing was changed
    2  a task or a command failed on some host, or another run holds its lock
    3  changes are pending (--check --exit-code), or a second run would change something
       (--assert-idempotent), or a host is not as it was when the plan was made
    4  some host could not be reached, and no task failed; hosts that a recipe can do
       without do not count
    5  a host pattern or a recipe name matches nothing
   64  the command line is wrong
  130  interrupted by SIGINT  } after the running step was ended on every host, the lock
  143  interrupted by SIGTERM } released and the recap printed`

// exitStatus returns the exit status for an error, however many errors of
// however many hosts it holds. Where several would do, the first case counts.
// What the table does not foresee, such as a full disk below the report, is 1.
func exitStatus(err error) int {
	switch {
	case err == nil:
		return 0
	case is[*SignalError](err):
		return signalStatus(err)
	case is[*UsageError](err):
		return 64
	case onlyRefused(err):
		return 3
	case is[*runner.TaskError](err), is[*runner.LockedError](err), is[*CommandError](err), is[*FactError](err),
		is[*runner.TimeoutError](err), slices.ContainsFunc(flatten(err), lostInTask):
		return 2
	case is[*runner.HostError](err):
		return 4
	case is[*runner.StoppedError](err), is[*runner.UnmadeError](err): // never alone: who failed before it has an error of its own
		return 2
	case is[*PendingError](err), is[*plan.DriftError](err):
		return 3
	case is[*inventory.NoMatchError](err), is[*UnknownRecipeError](err), is[*PathRecipeError](err), is[*NoHostError](err):
		return 5
	default:
		return 1
	}
}

// onlyRefused tells whether tasks failed for no other reason than that they are
// not what was planned.
func onlyRefused(err error) bool {
	refused := false
	for _, e := range flatten(err) {
		switch {
		case is[*runner.RefusedError](e):
			refused = true
		case is[*runner.TaskError](e), is[*runner.LockedError](e), is[*CommandError](e), lostInTask(e):
			return false
		}
	}
	return refused
}

// lostInTask tells whether a host was lost in the midst of a task, which has
// failed by that.
func lostInTask(err error) bool {
	var lost *runner.HostError
	return errors.As(err, &lost) && lost.Task != ""
}

func is[E error](err error) bool {
	var target E
	return errors.As(err, &target)
}

// signalStatus is 128 and the signal's number, as shells have it.
func signalStatus(err error) int {
	var s *SignalError
	if errors.As(err, &s) && s.Signal == syscall.SIGTERM {
		return 143
	}
	return 130
}

// reported says whether a reporter has already told people about the error.
func reported(err error) bool {
	return is[*runner.TaskError](err) || is[*runner.HostError](err) || is[*runner.LockedError](err) ||
		is[*runner.TimeoutError](err) ||
		errors.Is(err, context.Canceled)
}

// flatten returns the single errors that err holds, so that each gets a line.
func flatten(err error) []error {
	var many []error
	var inner *multierror.Error
	switch e := err.(type) {
	case nil:
		return nil
	case *multierror.Error:
		many = e.Errors
	case interface{ Unwrap() []error }:
		many = e.Unwrap()
	default:
		if errors.As(err, &inner) { // as "recipe hapx: " and several faults
			if prefix, ok := strings.CutSuffix(err.Error(), inner.Error()); ok {
				for _, e := range inner.Errors {
					many = append(many, fmt.Errorf("%s%w", prefix, e))
				}
				break
			}
		}
		return []error{err}
	}
	var all []error
	for _, e := range many {
		all = append(all, flatten(e)...)
	}
	return all
}
