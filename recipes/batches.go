package recipes

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Size is a number of hosts: some, or a part of those of a stage. The zero
// Size says nothing.
type Size struct {
	number int
	unit   unit
}

type unit int

const (
	unsaid unit = iota
	hosts
	percent
)

// Hosts is a number of hosts.
func Hosts(n int) Size { return Size{n, hosts} }

// Percent is a part of the hosts of a stage, from 0 to 100.
func Percent(p int) Size { return Size{p, percent} }

// Said reports whether the size is another than the zero one.
func (s Size) Said() bool { return s.unit != unsaid }

// String returns "3" or "25 %", and "" for the zero Size.
func (s Size) String() string {
	switch s.unit {
	case hosts:
		return strconv.Itoa(s.number)
	case percent:
		return strconv.Itoa(s.number) + " %"
	}
	return ""
}

// ExceededBy reports whether n of so many hosts are more than the size.
func (s Size) ExceededBy(n, of int) bool {
	if s.unit == percent {
		return n*100 > s.number*of
	}
	return n > s.number
}

// Batches says how many hosts work at once: the first size is that of the
// first batch, and so on; the last one repeats. A percentage is of all hosts
// of the stage that the run works on, rounded down, and at least one host. So
// Batches{Hosts(1), Percent(25)} is one host first, then a quarter at a time.
type Batches []Size

// Size returns how many hosts the batch of that number has at most, counted
// from 0, in a stage of so many hosts. Without any sizes that is all hosts.
func (b Batches) Size(batch, of int) int {
	if len(b) == 0 {
		return max(of, 1)
	}
	s := b[min(batch, len(b)-1)]
	if s.unit == percent {
		return max(of*s.number/100, 1)
	}
	return max(s.number, 1)
}

// String returns "1 at a time" or "1, then 25 %, then 10 at a time"; without
// any sizes it returns "all at once".
func (b Batches) String() string {
	if len(b) == 0 {
		return "all at once"
	}
	sizes := make([]string, len(b))
	for i, s := range b {
		sizes[i] = s.String()
	}
	return strings.Join(sizes, ", then ") + " at a time"
}

// Validate reports a size that is no number from 1 on and no percentage from 1
// to 100.
func (b Batches) Validate() error {
	for _, s := range b {
		switch {
		case !s.Said():
			return errors.New("the zero Size is no size of a batch")
		case s.number < 1:
			return fmt.Errorf("a batch of %s hosts never ends the stage", s)
		case s.unit == percent && s.number > 100:
			return fmt.Errorf("a batch of %s is more than all hosts", s)
		}
	}
	return nil
}

// checkMaxFail reports a size that cannot be a number of failures.
func checkMaxFail(s Size) error {
	if s.number < 0 || s.unit == percent && s.number > 100 {
		return fmt.Errorf("MaxFail %s: a number of hosts or a percentage up to 100", s)
	}
	return nil
}
