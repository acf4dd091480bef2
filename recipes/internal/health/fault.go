// Package health is what surveys of clusters look at: addresses and who holds
// them, proxies and what is behind them, clocks, file systems, and the service
// as its clients see it. Its tasks change nothing. What they find wrong is told
// as a [Fault], for a person who may have been woken up by it.
//
// A task that is well says in a line what it has seen ([tasks.Change.Found]).
package health

import "strings"

// Fault is one thing that is wrong.
type Fault struct {
	What   string // what is wrong, where, and what follows from it; one line
	Remedy string // what to do about it, such as a command; one line, may be empty
}

// Faults are what one task has found. They are an error where there are any.
type Faults []Fault

// Add appends a fault.
func (f *Faults) Add(what, remedy string) { *f = append(*f, Fault{what, remedy}) }

// Err returns the faults as an error, or nil where there are none.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// Error names all of them.
func (f Faults) Error() string {
	all := make([]string, len(f))
	for i, fault := range f {
		all[i] = fault.What
	}
	return strings.Join(all, "; ")
}

// Hint is what to do, each remedy once, one a line.
func (f Faults) Hint() string {
	var all []string
	seen := map[string]bool{"": true}
	for _, fault := range f {
		if !seen[fault.Remedy] {
			all = append(all, fault.Remedy)
		}
		seen[fault.Remedy] = true
	}
	return strings.Join(all, "\n")
}
