package plan

import (
	"reflect"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/runner/report"
)

// Approver returns a function that lets a change happen that is a planned one,
// or that was said to be unknown. Anything else is a [*DriftError].
//
// Two tasks may change one file: the second then finds, and writes, what the
// first has added, which the plan could not show. So a change of which only the
// surroundings are others is a planned one: in each step the lines that go and
// the lines that come must be those of the plan.
//
// A task that the plan does not have is none that could be foreseen, such as
// the gate of a turn, and may happen: so only a play in which [Plan.Compare] has
// found no difference may be run with it. The function is safe for concurrent
// use.
func (p Plan) Approver() func(planned report.Event) error {
	all := indexed(p.Tasks)
	return func(planned report.Event) error {
		now := of(planned)
		then := all[now.key()]
		for _, t := range then {
			if t.Result == report.Waiting || t.same(now) || t.moved(now) {
				return nil
			}
		}
		if then == nil {
			return nil
		}
		return &DriftError{Differences: []Difference{{then[0], &now}}, Underway: true}
	}
}

// moved tells whether now is the same change in other surroundings. Its scripts
// are then others, too.
func (t Task) moved(now Task) bool {
	if t.Result != now.Result || len(t.Steps) != len(now.Steps) || reflect.DeepEqual(t.Steps, now.Steps) {
		return false
	}
	for i, step := range t.Steps {
		if other := now.Steps[i]; step != other && !step.moved(other) {
			return false
		}
	}
	return true
}

// moved tells whether the same lines go and come, and some do: of lines that
// only change places, the surroundings are all there is.
func (s Step) moved(other Step) bool {
	leave, come := without(s.Was, s.Want), without(s.Want, s.Was)
	return s.Field == other.Field && len(leave)+len(come) > 0 &&
		slices.Equal(leave, without(other.Was, other.Want)) && slices.Equal(come, without(other.Want, other.Was))
}

// without returns the lines of text that other does not have, or not as often.
func without(text, other string) []string {
	has := map[string]int{}
	for line := range strings.Lines(other) {
		has[line]++
	}
	var left []string
	for line := range strings.Lines(text) {
		if has[line]--; has[line] < 0 {
			left = append(left, line)
		}
	}
	return left
}
