package outage

import (
	"fmt"
	"time"
)

// BothError says that two hosts had the address at the same time.
type BothError struct {
	A, B     string    // the hosts
	From, To time.Time // by the clock of A
}

func (e *BothError) Error() string {
	const clock = "15:04:05.000"
	return fmt.Sprintf("%s and %s both had the address for %d ms, from %s to %s UTC",
		e.A, e.B, e.To.Sub(e.From).Milliseconds(), e.From.UTC().Format(clock), e.To.UTC().Format(clock))
}

// Tolerance is how long two hosts may both seem to have the address where
// nothing else is said: an address is taken away on one and given to the other
// by clocks that are not quite the same.
const Tolerance = 200 * time.Millisecond

// Both returns a [*BothError] if any two of the hosts had the address for longer
// than the tolerance, at the same time; the first such time. How far their clocks
// are apart is known to the second only (see [Held]): where two differ by that,
// it is allowed for, and a second more is tolerated. What is less than the
// tolerance, and what lies between the crash of a host and the last line of its
// log, or between its boot and the first, cannot be seen.
func Both(hosts []Held, tolerance time.Duration) error {
	for i, a := range hosts {
		for _, b := range hosts[i+1:] {
			apart, most := b.Ahead-a.Ahead, tolerance
			if apart != 0 {
				most += time.Second
			}
			if from, to, both := overlap(a.Intervals, b.Intervals, apart, most); both {
				return &BothError{A: a.Host, B: b.Host, From: from, To: to}
			}
		}
	}
	return nil
}

// overlap returns when two lists of intervals have more than the tolerance in
// common. The second list is by a clock that is ahead.
func overlap(as, bs []Interval, ahead, tolerance time.Duration) (from, to time.Time, both bool) {
	for _, a := range as {
		for _, b := range bs {
			from, to := b.From.Add(-ahead), b.To.Add(-ahead)
			if from.Before(a.From) {
				from = a.From
			}
			if to.After(a.To) {
				to = a.To
			}
			if to.Sub(from) > tolerance {
				return from, to, true
			}
		}
	}
	return from, to, false
}
