package runner

import "github.com/hrun-dev/hrun/tasks"

// error returns the error, or one of another text and the same nature. Errors
// of this package are masked in every field; of others only the text is, and
// who unwraps them sees them as they are.
func (m *mask) error(err error) error {
	switch e := err.(type) {
	case nil:
		return nil
	case *TaskError:
		return &TaskError{Host: e.Host, Stage: m.string(e.Stage), Task: m.string(e.Task), Err: m.error(e.Err)}
	case *HostError:
		return &HostError{Host: e.Host, Lost: e.Lost, Task: m.string(e.Task), Err: m.error(e.Err)}
	case *StoppedError:
		return &StoppedError{Host: e.Host, Stage: m.string(e.Stage)}
	case *UnmadeError:
		return &UnmadeError{Host: e.Host, Stage: m.string(e.Stage), Failed: e.Failed}
	case *LockedError:
		return &LockedError{Host: e.Host, Holder: m.string(e.Holder)}
	case *ScriptError:
		return &ScriptError{What: e.What, Status: e.Status, Stderr: m.string(e.Stderr)}
	case *RefusedError:
		return &RefusedError{m.error(e.Err)}
	case *TimeoutError:
		return &TimeoutError{What: e.What, Limit: e.Limit, Line: m.string(e.Line)}
	case *RebootError:
		return &RebootError{Outcome: e.Outcome, Within: e.Within, Err: m.error(e.Err)}
	case *PanicError:
		return &PanicError{Value: m.string(e.Value), Stack: m.string(e.Stack)}
	case *DifferentError:
		return &DifferentError{Change: m.change(e.Change), Owed: e.Owed, turn: e.turn}
	case *DriftError:
		return &DriftError{m.change(e.Left)}
	}
	text := err.Error()
	if masked := m.string(text); masked != text {
		return &maskedError{masked, err}
	}
	return err
}

// change leaves the scripts out, which say secrets in ways of their own.
func (m *mask) change(c tasks.Change) (shown tasks.Change) {
	shown.Found = m.string(c.Found)
	for _, s := range c.Steps {
		shown.Steps = append(shown.Steps, tasks.Step{Field: m.string(s.Field), Was: m.string(s.Was), Want: m.string(s.Want)})
	}
	return shown
}

type maskedError struct {
	text string
	err  error
}

func (e *maskedError) Error() string { return e.text }
func (e *maskedError) Unwrap() error { return e.err }
