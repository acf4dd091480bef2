package recipestest

import (
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
)

var (
	errUnknown = errors.New("nothing is known of what it says (see World.Prints)")
	errBefore  = errors.New("it has failed before")
)

// make makes a late task. Where a host that is asked is yet to be made, what the
// others say is not all that there is to say.
func (r *run) make(h *host, l recipes.Late) (tasks.Task, error) {
	answers := make([]recipes.Answer, len(l.From))
	for i, in := range l.From {
		a, asked := &answers[i], r.hosts[in.Name]
		a.Host = in.Name
		printed, known := r.prints[at{in.Name, l.Source}]
		switch {
		case asked != nil && asked != h && asked.before.failed:
			a.Err, a.Unasked = errBefore, true
		case asked != nil && asked.unmade != nil:
			return nil, fmt.Errorf("asking %s: %w", in.Name, asked.unmade)
		case !known:
			a.Err = errUnknown
		default:
			a.Printed = printed
		}
		if a.Err != nil {
			a.Err = fmt.Errorf("asking %s: %w", in.Name, a.Err)
		}
	}
	made, err := l.Make(answers)
	r.story.secrets = append(r.story.secrets, made.Secrets...)
	return made.Task, err
}

// unsettled returns the name of a host that was asked and may say something
// else later, or "".
func (r *run) unsettled(h *host, l recipes.Late) string {
	for _, in := range l.From {
		asked := r.hosts[in.Name]
		if in.Name == h.name && h.changed || in.Name != h.name && asked != nil && asked.before.changed {
			return in.Name
		}
	}
	return ""
}
