package runner

import (
	"fmt"
	"runtime"
	"strings"
)

// PanicError says that the code of a task broke off with a panic.
type PanicError struct {
	Value string // what it was called with, as text
	Stack string // functions with file and line, innermost first, without any argument
}

func (e *PanicError) Error() string { return "panic: " + e.Value }

// NewPanicError returns the error for what recover has returned. It is called
// in the deferred function. Its Value is not masked.
func NewPanicError(recovered any) *PanicError {
	return &PanicError{Value: fmt.Sprint(recovered), Stack: stack()}
}

// protect calls f, and turns a panic in it into an error.
func protect(f func() error) (err error) {
	defer func() {
		if recovered := recover(); recovered != nil {
			err = NewPanicError(recovered)
		}
	}()
	return f()
}

// stack returns the calls that led to a panic. debug.Stack would show their
// arguments, and the text of the panic as it is.
func stack() string {
	counters := make([]uintptr, 64)
	frames := runtime.CallersFrames(counters[:runtime.Callers(0, counters)])
	var b strings.Builder
	panicked := false
	for {
		frame, more := frames.Next()
		if panicked && !strings.HasPrefix(frame.Function, "runtime.") {
			fmt.Fprintf(&b, "%s\n\t%s:%d\n", frame.Function, frame.File, frame.Line)
		}
		panicked = panicked || frame.Function == "runtime.gopanic"
		if !more {
			return b.String()
		}
	}
}
