package tasks

// Hinter is an error of Plan that says what a person can do about it, in a
// sentence or two. It is shown as the hint of the task that fails, or waits,
// with secrets masked.
type Hinter interface {
	error
	Hint() string
}
