package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner"
)

func TestExitStatus(t *testing.T) {
	cause := errors.New("cause")
	task := &runner.TaskError{Host: "a", Stage: "s", Task: "t", Err: cause}
	host := &runner.HostError{Host: "b", Err: cause}
	locked := &runner.LockedError{Host: "c", Holder: "d"}
	interrupt, terminate := &SignalError{syscall.SIGINT}, &SignalError{syscall.SIGTERM}
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, 0},
		{cause, 1},
		{&inventory.EmptyGroupError{Group: "web"}, 1},
		{multierror.Append(nil, fmt.Errorf("stage: %w", &inventory.ParameterError{})), 1},
		{task, 2},
		{locked, 2},
		{multierror.Append(nil, host, task), 2},
		{multierror.Append(nil, host, locked), 2},
		{errors.Join(multierror.Append(nil, host), &CommandError{[]string{"a"}}), 2},
		{errors.Join(nil, multierror.Append(nil, host, host)), 4},
		{multierror.Append(nil, host, &runner.HostError{Host: "b", Lost: true, Task: "t", Err: cause}), 2},
		{&PendingError{Hosts: []string{"a"}}, 3},
		{&inventory.NoMatchError{Pattern: "x"}, 5},
		{&UnknownRecipeError{Name: "x"}, 5},
		{&PathRecipeError{Path: "./x"}, 5},
		{&NoHostError{}, 5},
		{usagef("no"), 64},
		{&interrupted{interrupt, nil}, 130},
		{&interrupted{interrupt, multierror.Append(nil, task)}, 130},
		{&interrupted{terminate, errors.Join(context.Canceled, task)}, 143},
	} {
		if got := exitStatus(c.err); got != c.want {
			t.Errorf("%v: got %d, want %d", c.err, got, c.want)
		}
		if listed := fmt.Sprintf("%5d  ", c.want); !strings.Contains(exitCodes, listed) {
			t.Errorf("--help does not list %d", c.want)
		}
	}
}

func TestComplainSaysWhatNoReportSaid(t *testing.T) {
	var stderr strings.Builder
	p := &Program{Stderr: &stderr}
	p.complain(&interrupted{&SignalError{syscall.SIGTERM}, errors.Join(context.Canceled,
		multierror.Append(nil, &runner.TaskError{Err: errors.New("x")}, multierror.Append(nil, errors.New("one"),
			fmt.Errorf("recipe: %w", multierror.Append(nil, errors.New("two"), errors.New("three"))))))})
	want := "hrun: interrupted by SIGTERM\nhrun: one\nhrun: recipe: two\nhrun: recipe: three\n"
	if stderr.String() != want {
		t.Errorf("got %q, want %q", stderr.String(), want)
	}
}
