package facts

import (
	"fmt"
	"strconv"
	"strings"
)

// CPUs is how many processors are online; each thread of a core is one. A
// container may be allowed to use fewer.
func CPUs() Fact[int] {
	return Fact[int]{Name: "cpus", Probe: "cat /sys/devices/system/cpu/online", Parse: parseCPUs}
}

// parseCPUs counts a list such as "0-3,6".
func parseCPUs(printed string) (n int, err error) {
	list, err := word(printed)
	if err != nil {
		return 0, err
	}
	for part := range strings.SplitSeq(list, ",") {
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			last = first
		}
		from, err1 := strconv.Atoi(first)
		to, err2 := strconv.Atoi(last)
		if err1 != nil || err2 != nil || to < from {
			return 0, fmt.Errorf("%q is no list of processors", list)
		}
		n += to - from + 1
	}
	return n, nil
}
