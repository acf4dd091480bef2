package pacemaker

import (
	"fmt"
	"strconv"
)

// Score is a whole number from -1000000 to 1000000, or "INFINITY" or
// "-INFINITY", which are the two bounds. It is text, so that "0" is not taken
// for a field that is not set.
type Score string

func (s Score) check() error {
	n, err := strconv.Atoi(string(s))
	if err == nil && -1_000_000 <= n && n <= 1_000_000 || s == "INFINITY" || s == "-INFINITY" {
		return nil
	}
	return fmt.Errorf("%q is neither a whole number from -1000000 to 1000000 nor INFINITY", s)
}
