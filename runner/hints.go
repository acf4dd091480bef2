package runner

// Hint says what a person can do about an error of a run; it may be empty.
func Hint(err error) string { return hint(err) }
