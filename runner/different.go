package runner

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
)

// DifferentError says that a survey (see [recipes.Stage.Survey]) has found a
// task that is not as described. Nothing was changed.
type DifferentError struct {
	Change tasks.Change // what differs; in the error of a run it has no scripts

	// Owed says that the task is a handler that an earlier run owes, or a turn
	// that it has not ended.
	Owed bool

	turn bool
}

func (e *DifferentError) Error() string {
	switch {
	case e.turn:
		return "an earlier run has begun this turn and not ended it"
	case e.Owed:
		return "owed: an earlier run has made the change and not come to this"
	}
	text := differs(e.Change.Steps[0])
	if more := len(e.Change.Steps) - 1; more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return text
}

// longestValue is the length in bytes up to which a value is named in an error.
const longestValue = 60

// differs says what differs in a few words: values of several lines are shown
// as steps, and not in a sentence.
func differs(s tasks.Step) string {
	if len(s.Was) > longestValue || len(s.Want) > longestValue || strings.Contains(s.Was+s.Want, "\n") {
		return s.Field + " is not as described"
	}
	return fmt.Sprintf("%s is %q, want %q", s.Field, s.Was, s.Want)
}
