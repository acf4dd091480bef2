// Package condition holds what can be seen to hold on a host, or not: that a
// port answers, that a page says what it should, that a unit runs. A condition
// changes nothing. It can be asserted, as a task of package expect, and waited
// for, as one of package wait. Where the contrary can be wanted, the field is
// called Not.
package condition

import (
	"fmt"
	"strconv"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Condition is one of them. It is plain data.
type Condition interface {
	// String says what holds, as part of a sentence: "port 80 of 127.0.0.1 is
	// open". It is unique per host among the conditions of one kind of task.
	String() string

	// Look returns a read-only script. It exits 0 if the condition holds, 1 if
	// it does not, having printed why, and with anything else, and the reason
	// on standard error, if it could not look.
	Look() sh.Script

	// Validate reports fields that make no sense.
	Validate() error
}

// seconds is a bound in whole seconds, rounded up, or the default for zero.
func seconds(bound, usual time.Duration) string {
	if bound == 0 {
		bound = usual
	}
	return strconv.FormatInt(int64((bound+time.Second-1)/time.Second), 10)
}

func checkBound(within time.Duration) error {
	if within < 0 || within > time.Hour {
		return fmt.Errorf("cannot wait %v for an answer", within)
	}
	return nil
}
