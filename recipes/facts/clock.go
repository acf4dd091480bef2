package facts

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ClockOffset is how far a host's clock is ahead of the operator's; negative if
// it is behind. It is measured once, one way: the time that the question takes
// to the host is counted as if its clock were ahead, so the true offset is up to
// that much less. That is about half a round trip where the connection stands
// already, and up to as long as it takes to start the shell, to become another
// user and to wait for the lock where not; facts that are asked before it add
// what they take. Hosts whose date(1) has no fractions, as that of busybox, add
// up to a second the other way. It tells clocks that are wrong, and does not
// stand in for NTP.
func ClockOffset() Fact[time.Duration] {
	return Fact[time.Duration]{Name: "clock_offset", Probe: `echo "$hrun_sent $(date +%s.%N)"`, Parse: parseClock}
}

// offsetSeconds is the same in seconds, as programs are shown it.
func offsetSeconds() Fact[float64] {
	offset := ClockOffset()
	return Fact[float64]{Name: offset.Name, Probe: offset.Probe, Parse: func(printed string) (float64, error) {
		d, err := offset.Parse(printed)
		return d.Seconds(), err
	}}
}

func parseClock(printed string) (time.Duration, error) {
	f := strings.Fields(printed)
	if len(f) != 2 {
		return 0, fmt.Errorf("the probe printed %q", printed)
	}
	sent, err := seconds(f[0])
	if err != nil {
		return 0, err
	}
	there, err := seconds(strings.TrimSuffix(f[1], ".%N"))
	return there.Sub(sent).Round(time.Millisecond), err
}

// seconds reads the seconds since 1970, with nine decimals or none.
func seconds(s string) (time.Time, error) {
	whole, fraction, ok := strings.Cut(s, ".")
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no time: %w", s, err)
	}
	if !ok {
		return time.Unix(sec, 0), nil
	}
	nsec, err := strconv.ParseInt(fraction, 10, 64)
	if err != nil || len(fraction) != 9 {
		return time.Time{}, fmt.Errorf("%q is no time", s)
	}
	return time.Unix(sec, nsec), nil
}
