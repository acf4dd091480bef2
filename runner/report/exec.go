package report

import "time"

// Exec is what one command did on one host.
type Exec struct {
	Host           string
	Status         int // exit status; -1 if Err is set
	Stdout, Stderr string
	Took           time.Duration
	Err            error  // why it was ended before its end, or nil
	Hint           string // what a person can do about Err; may be empty
}
