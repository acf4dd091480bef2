package inventory

// Vars is the variables of a host, by name.
type Vars map[string]Value

// Value is one variable, with the place it came from.
type Value struct {
	Source string // file:line; "" if it was set by a program
}

// Inventory is an immutable set of hosts.
type Inventory struct{ hosts []Host }
