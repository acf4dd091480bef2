package file

import "github.com/hrun-dev/hrun/tasks"

// Part is a task about a file that a task of another kind is made of, such as
// a unit file or a table of cron.
type Part interface {
	tasks.Task
	tasks.Sampler
}

var _, _ Part = Content{}, Absent{}

// Unless returns f, or if absent is true the task that wants nothing at its
// path: for kinds of task that have a field Absent.
func (f Content) Unless(absent bool) Part {
	if absent {
		return Absent{Path: f.Path}
	}
	return f
}
