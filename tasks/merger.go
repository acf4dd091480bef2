package tasks

// Merger is a task that can do the work of its neighbour in one go, as two
// lists of packages become one transaction.
type Merger interface {
	// Merge returns one task that wants what this task and the next want, in
	// that order, or false if they cannot be one. It is asked only about tasks
	// that follow each other directly and notify the same handlers.
	Merge(next Task) (Task, bool)
}
