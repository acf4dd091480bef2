// Package expect holds the task that only asserts: it changes nothing, and
// fails where what is expected does not hold.
package expect

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/condition"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// That expects a condition to hold. Where it does not, the host fails with an
// [*UnmetError]; in check mode the task waits instead as long as changes are
// pending that may bring it about.
type That struct{ Condition condition.Condition }

var _ tasks.Task = That{}

// UnmetError says that a condition does not hold. Which one it is, the name of
// the task says already, wherever the two are shown together.
type UnmetError struct {
	Condition string // in words
	Said      string // why not, as far as the look could tell; may be empty
}

func (e *UnmetError) Error() string {
	if e.Said == "" {
		return "it is not so"
	}
	return "it is not so: " + e.Said
}

func (t That) String() string {
	if t.Condition == nil {
		return "expect nothing"
	}
	return "expect that " + t.Condition.String()
}

// Validate reports a missing condition, and one that makes no sense.
func (t That) Validate() error {
	if t.Condition == nil {
		return errors.New("there is no condition")
	}
	return t.Condition.Validate()
}

// Secrets returns what the condition knows.
func (t That) Secrets() []sh.Secret {
	if s, ok := t.Condition.(tasks.Secretive); ok {
		return s.Secrets()
	}
	return nil
}

// Probe prints "holds", or "unmet" and why.
func (t That) Probe() sh.Script {
	return `said=$(
` + t.Condition.Look() + `
)
case $? in
0) echo holds ;;
1) printf 'unmet\n%s\n' "$said" ;;
*) printf '%s\n' "$said" >&2; exit 2 ;;
esac`
}

// Plan has nothing to do where the condition holds; where it does not it
// returns an [*UnmetError].
func (t That) Plan(got string) (c tasks.Change, err error) {
	if err := t.Validate(); err != nil {
		return c, err
	}
	state, said, _ := strings.Cut(got, "\n")
	switch state {
	case "holds":
		return c, nil
	case "unmet":
		return c, &UnmetError{Condition: t.Condition.String(), Said: strings.TrimSpace(said)}
	}
	return c, fmt.Errorf("probe printed %q, want holds or unmet", got)
}

// Sample says that a new host does not meet it.
func (That) Sample() (before, after string) { return "unmet\n", "holds\n" }
