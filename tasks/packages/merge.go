package packages

import (
	"slices"

	"github.com/hrun-dev/hrun/tasks"
)

// Merge returns the set of both, to be cured by one transaction, if next is a
// set with the same options that does not contradict this one.
func (s Set) Merge(next tasks.Task) (tasks.Task, bool) {
	n, ok := next.(Set)
	if !ok || s.Recommends != n.Recommends || s.LockTimeout != n.LockTimeout || s.CacheAge != n.CacheAge || s.Manager != n.Manager {
		return nil, false
	}
	if s.Purge != n.Purge && len(s.Absent) > 0 && len(n.Absent) > 0 {
		return nil, false
	}
	both := s
	both.Purge = s.Purge || n.Purge
	both.Names = join(s.Names, n.Names)
	both.Latest = join(s.Latest, n.Latest)
	both.Absent = join(s.Absent, n.Absent)
	both.Held = join(s.Held, n.Held)
	both.Released = join(s.Released, n.Released)
	return both, both.Validate() == nil
}

// join returns what is in either list, once. It is nil if both are empty.
func join(a, b []string) []string {
	var both []string
	for _, name := range slices.Concat(a, b) {
		if !slices.Contains(both, name) {
			both = append(both, name)
		}
	}
	return both
}
