package recipes

import (
	"slices"

	"github.com/hrun-dev/hrun/tasks"
)

// merge makes one task of neighbours that can be one (see [tasks.Merger]), so
// that the packages of several roles become one transaction. They must notify
// the same handlers and have the same limits; the order of what they want, and
// of everything else, stays.
func (h *Host) merge() {
	for i := 0; i+1 < len(h.Work); {
		if one, ok := h.merged(h.Work[i], h.Work[i+1]); ok {
			h.Work[i].Task = one
			h.Work = slices.Delete(h.Work, i+1, i+2)
		} else {
			i++
		}
	}
}

// merged returns the one task, if they can be one. Its name must not be that
// of a third one.
func (h *Host) merged(a, b Work) (tasks.Task, bool) {
	m, ok := a.Task.(tasks.Merger)
	if !ok || a.Limits != b.Limits || !sameHandlers(a.Notify, b.Notify) {
		return nil, false
	}
	one, ok := m.Merge(b.Task)
	if !ok {
		return nil, false
	}
	for _, w := range h.Work {
		if name := w.Task.String(); name == one.String() && name != a.Task.String() && name != b.Task.String() {
			return nil, false
		}
	}
	return one, true
}

func sameHandlers(a, b []*Handler) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(hd *Handler) bool { return !slices.Contains(b, hd) })
}
