package tasks

// Sampler is a task that can say, without a host, what its probe prints. Recipes
// are tested with it: a host of the imagination starts with before, and prints
// after once the task is done.
type Sampler interface {
	// Sample returns what the probe prints on a new host that has nothing of
	// the task yet, and what it prints once the host is as the task wants it.
	// Plan finds nothing to do in after. Plan may find that before cannot be
	// judged, as of a unit whose package is missing. The two are equal where a
	// new host is already as wanted, as of a file that must be absent.
	Sample() (before, after string)
}
