// Package wait holds the task that waits until a condition holds.
package wait

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Until wants a condition to hold, and waits for it: on the host itself, so
// that a wait costs no more trips than any other task.
//
// What bounds the wait is the host's uptime, which no clock adjustment moves.
// A look that hangs is ended with the wait, and after 10 s when it is only a
// probe; that needs timeout(1) and setsid(1), which Debian and busybox have.
type Until struct {
	Name string // the condition, e.g. "the cluster has quorum"; unique per host

	// Holds is a read-only script that exits 0 once the condition holds. Any
	// other status means "not yet": what is being waited for is often what the
	// look itself needs, such as a daemon that answers. If time is up, what
	// Holds printed last is shown. A command that cannot be run at all
	// (status 126 or 127) ends the wait at once.
	Holds sh.Script

	Within time.Duration // 0 means 60 s; whole seconds, others are rounded up
	Every  time.Duration // pause between two looks, at least 10 ms; 0 means 1 s

	secrets []sh.Secret // of the condition
}

var _ tasks.Task = Until{}

func (u Until) withDefaults() Until {
	if u.Within == 0 {
		u.Within = time.Minute
	}
	if u.Every == 0 {
		u.Every = time.Second
	}
	return u
}

// Validate reports a missing name or condition, and bounds that are too small.
func (u Until) Validate() error {
	u = u.withDefaults()
	var errs []error
	if u.Name == "" || strings.ContainsAny(u.Name, "\n\r") {
		errs = append(errs, fmt.Errorf("name %q is empty or not one line", u.Name))
	}
	if strings.TrimSpace(string(u.Holds)) == "" {
		errs = append(errs, errors.New("there is no condition"))
	}
	if u.Within < 0 || u.Every < 10*time.Millisecond {
		errs = append(errs, fmt.Errorf("cannot wait for %v and look every %v", u.Within, u.Every))
	}
	return errors.Join(errs...)
}

// Secrets returns what the condition of [For] knows.
func (u Until) Secrets() []sh.Secret { return u.secrets }

func (u Until) String() string { return "wait until " + u.Name }

// Probe prints "holds" or "not yet".
func (u Until) Probe() sh.Script {
	return "left=10\nif " + u.look() + " >/dev/null; then echo holds; else echo not yet; fi"
}

// Sample says that the condition does not hold on a new host.
func (Until) Sample() (before, after string) { return "not yet\n", "holds\n" }

// Plan returns one step unless the condition holds.
func (u Until) Plan(got string) (c tasks.Change, err error) {
	if err := u.Validate(); err != nil {
		return c, err
	}
	switch got {
	case "holds\n":
		return c, nil
	case "not yet\n":
		c.Differ("condition", "not yet", "holds", u.poll())
		return c, nil
	}
	return c, fmt.Errorf("probe printed %q, want holds or not yet", got)
}

// look looks once, for at most $left seconds. The script comes from a pipe, not
// as an argument, which everybody on the host could see. It runs in a session of
// its own and in the background there, because only so can all of it be ended:
// the timeout of busybox ends just the shell, and a shell that waits for a
// command in the foreground does not heed the signal.
func (u Until) look() sh.Script {
	return sh.Feed([]byte(`trap 'trap : TERM; kill -TERM 0; exit 124' TERM
(
`+string(u.Holds)+`
) </dev/null 2>&1 &
wait $!
`), `timeout "$left" setsid sh`)
}

// poll looks until the condition holds or time is up.
func (u Until) poll() sh.Script {
	u = u.withDefaults()
	within := strconv.FormatInt(int64((u.Within+time.Second-1)/time.Second), 10)
	every := strconv.FormatFloat(u.Every.Seconds(), 'f', -1, 64)
	return `(
read -r up rest </proc/uptime || exit
end=$((${up%.*} + ` + sh.Script(within) + `)) left=` + sh.Script(within) + `
while :; do
	said=$(` + u.look() + `)
	rc=$?
	case $rc in
	0) exit 0 ;;
	126|127) printf '%s\n' "$said" >&2; exit $rc ;;
	esac
	read -r up rest </proc/uptime || exit
	left=$((end - ${up%.*}))
	[ "$left" -gt 0 ] || break
	sleep ` + sh.Script(every) + `
done
printf '%s\n' "$said" >&2
` + sh.Cmd("echo", "still not after "+within+" s: "+u.Name) + ` >&2
exit 1
)`
}
