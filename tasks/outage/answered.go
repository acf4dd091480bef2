package outage

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Answered waits until a service that is being asked has given 20 good answers
// in a row since the task has begun: at the default pause, for a second.
type Answered struct {
	Asking Asking
	After  string        // what has happened before, in words, e.g. "standby"; lower-case letters, digits, blanks and dashes; once for each Asking
	Within time.Duration // bound of the wait; 0 means 60 s; whole seconds, others are rounded up
}

var _ tasks.Task = Answered{}

var words = regexp.MustCompile(`^[a-z0-9][a-z0-9 -]*$`)

// Validate reports a mark that is none, a negative bound, and what is wrong with
// the asking.
func (a Answered) Validate() error {
	if !words.MatchString(a.After) {
		return fmt.Errorf("after %q: want lower-case letters, digits, blanks and dashes", a.After)
	}
	if a.Within < 0 {
		return fmt.Errorf("cannot wait for %v", a.Within)
	}
	return a.Asking.Validate()
}

func (a Answered) String() string {
	return "wait until " + a.Asking.Request.String() + " answers after " + a.After
}

// Secrets returns those of the asking.
func (a Answered) Secrets() []sh.Secret { return a.Asking.Secrets() }

// Probe prints "answers", "not yet", or "nobody asks".
func (a Answered) Probe() sh.Script {
	return a.Asking.guarded().Guard.Look() + `if [ "$state" != stands ]; then echo nobody asks; exit 0; fi
[ -e "$dir/log" ] || { echo not yet; exit 0; }
grep -qxF ` + sh.Word("answers after "+a.After) + ` "$dir/log"
case $? in 0) echo answers ;; 1) echo not yet ;; *) exit 2 ;; esac`
}

// Plan waits, unless it was answered already. The error is [ErrNobodyAsks].
func (a Answered) Plan(got string) (c tasks.Change, err error) {
	switch state := strings.TrimSpace(got); state {
	case "answers":
	case "not yet":
		c.Differ("condition", state, "answers", a.poll())
	case "nobody asks":
		err = ErrNobodyAsks
	default:
		err = fmt.Errorf("probe printed %q, want answers, not yet or nobody asks", got)
	}
	return c, err
}

// poll writes into the log where the wait has begun, and that it is over.
func (a Answered) poll() sh.Script {
	within := a.Within
	if within == 0 {
		within = time.Minute
	}
	seconds := strconv.FormatInt(int64((within+time.Second-1)/time.Second), 10)
	return "(\n" + a.Asking.guarded().Guard.Look() + `[ "$state" = stands ] || { echo nobody asks >&2; exit 1; }
echo ` + sh.Word("after "+a.After) + ` >>"$dir/log"
read -r up rest </proc/uptime || exit
end=$((${up%.*} + ` + sh.Script(seconds) + `))
until [ "$(sed -n '/^after ` + sh.Script(a.After) + `$/,$p' "$dir/log" | tail -n 20 | grep -c ` + sh.Word(a.Asking.Request.good()) + `)" = 20 ]; do
	read -r up rest </proc/uptime || exit
	[ "${up%.*}" -lt "$end" ] || { ` + sh.Cmd("echo", a.Asking.Request.String()+" still does not answer after "+seconds+" s") + ` >&2; exit 1; }
	sleep 0.2 2>/dev/null || sleep 1
done
echo ` + sh.Word("answers after "+a.After) + ` >>"$dir/log"
)`
}

// Sample says that a service does not answer yet.
func (Answered) Sample() (before, after string) { return "not yet\n", "answers\n" }
