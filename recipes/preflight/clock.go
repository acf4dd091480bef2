package preflight

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// ClockWithin is the default of [Clock].
const ClockWithin = 30 * time.Second

// Clock expects the clock of the host to show about the same time as that of
// the machine that hrun runs on, and so as those of all other hosts of which
// the same is expected. It changes nothing; where it does not, Plan returns a
// [*ClockError].
//
// What is compared are whole seconds at the beginning of the run, and the way to
// the host takes some of them where it is slow. So what is found is no measure
// of how well clocks are kept, but tells apart those that are not kept at all.
type Clock struct {
	Within time.Duration // whole seconds, by which the clocks may be apart; default 30s
}

var (
	_ tasks.Task    = Clock{}
	_ tasks.Sampler = Clock{}
)

// ClockError says that a host's clock is off.
type ClockError struct {
	Ahead  time.Duration // of the machine that hrun runs on; negative: behind it
	Within time.Duration // what is allowed
}

func (e *ClockError) Error() string {
	off := fmt.Sprintf("%v ahead of", e.Ahead)
	if e.Ahead < 0 {
		off = fmt.Sprintf("%v behind", -e.Ahead)
	}
	return fmt.Sprintf("the clock of the host is %s that of the machine that hrun runs on, and may be %v off: "+
		"see with date on both which of them is wrong, and have that one synchronized (timedatectl, systemd-timesyncd, chrony)", off, e.Within)
}

func (c Clock) within() time.Duration { return cmp.Or(c.Within, ClockWithin) }

// Validate reports a bound that is too small to be seen.
func (c Clock) Validate() error {
	if c.within() < time.Second || c.within()%time.Second != 0 {
		return fmt.Errorf("clocks within %v: want whole seconds, 1s at least", c.Within)
	}
	return nil
}

func (Clock) String() string { return "the clock is right" }

// Probe prints "right", or by how many seconds the clock is ahead. The shell has
// worked that out when it began: a probe does not look at clocks.
func (c Clock) Probe() sh.Script {
	bound := strconv.FormatInt(int64(c.within()/time.Second), 10)
	return sh.Script(`case ${hrun_ahead#-} in
''|*[!0-9]*) printf 'the shell does not know how far the clock is ahead: "%s"\n' "$hrun_ahead" >&2; exit 2 ;;
esac
if [ "$hrun_ahead" -le ` + bound + ` ] && [ "$hrun_ahead" -ge -` + bound + ` ]; then echo right; else echo "$hrun_ahead"; fi`)
}

// Plan has nothing to do where the clock is right.
func (c Clock) Plan(got string) (none tasks.Change, err error) {
	if err := c.Validate(); err != nil {
		return none, err
	}
	said := strings.TrimSpace(got)
	if said == "right" {
		return none, nil
	}
	ahead, err := strconv.ParseInt(said, 10, 64)
	if err != nil {
		return none, errors.New("the probe printed " + strconv.Quote(got) + ", want right or a number of seconds")
	}
	return none, &ClockError{Ahead: time.Duration(ahead) * time.Second, Within: c.within()}
}

// Sample is of a clock that is right.
func (Clock) Sample() (before, after string) { return "right\n", "right\n" }
