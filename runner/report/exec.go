package report

import "time"

// Exec is what one command did on one host.
type Exec struct {
	Host           string
	Status         int // exit status
	Stdout, Stderr string
	Took           time.Duration
}
