package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// SignalError says that the run was interrupted.
type SignalError struct{ Signal syscall.Signal }

func (e *SignalError) Error() string {
	name := e.Signal.String()
	switch e.Signal {
	case syscall.SIGINT:
		name = "SIGINT"
	case syscall.SIGTERM:
		name = "SIGTERM"
	}
	return fmt.Sprintf("interrupted by %s", name)
}

// withSignals returns a context that ends with a [*SignalError] as its cause
// at the first SIGINT or SIGTERM. From then on both do what they do by
// default. A reader that closes the standard output does not end the process:
// work on hosts should not break off because nobody looks on.
func withSignals(parent context.Context) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	pipes := make(chan os.Signal, 1)
	signal.Notify(pipes, syscall.SIGPIPE) // not Ignore, which programs started from here would inherit
	go func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			cancel(&SignalError{s.(syscall.Signal)})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		signal.Stop(pipes)
		cancel(nil)
	}
}

// withCause adds the signal that ended the context, which outweighs all else
// that went wrong. If nothing did, it has interrupted nothing: it was meant for
// the editor, or came when all was done.
func withCause(ctx context.Context, err error) error {
	if s, ok := context.Cause(ctx).(*SignalError); ok && err != nil && !is[*SignalError](err) {
		return &interrupted{s, err}
	}
	return err
}

// interrupted is a signal and what else went wrong until then.
type interrupted struct {
	signal *SignalError
	rest   error
}

func (e *interrupted) Error() string { return e.signal.Error() }

func (e *interrupted) Unwrap() []error {
	if e.rest == nil {
		return []error{e.signal}
	}
	return []error{e.signal, e.rest}
}
