package cib

// Colocation places Resource where With runs.
type Colocation struct {
	ID       string
	Score    string // whole number, "INFINITY" or "-INFINITY"; empty means INFINITY
	Resource string // id of a declared primitive
	With     string // id of a declared primitive; it is placed first
}

// Order starts Then after First, and stops them the other way round.
type Order struct {
	ID    string
	Kind  Kind
	First string // id of a declared primitive
	Then  string // id of a declared primitive
}

// Location says how much a resource is to run on a node.
type Location struct {
	ID       string
	Score    string // whole number, "INFINITY" or "-INFINITY", which is never
	Resource string // id of a declared primitive
	Node     string
}

// Kind says how strict an order is.
type Kind string

// The kinds of order. The zero value means Mandatory. crmsh writes a score of
// "inf" as Mandatory and one of 0 as Optional.
const (
	Mandatory Kind = "Mandatory"
	Optional  Kind = "Optional"
	Serialize Kind = "Serialize"
)
