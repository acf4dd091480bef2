package inventory

// Nearest returns the candidate that name is most likely a slip for, or "" if
// none is near enough.
func Nearest(name string, candidates []string) string { return nearest(name, candidates) }
