package outage

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/guard"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Asking asks a service again and again from now on, until [Asking.End] or the
// end of the run. Every request is a process of its own, curl(1), that is given a
// second, so that one that hangs keeps none from being sent: about 20 are under
// way while nothing answers. Each costs about 8 ms of a processor, so that all
// together take a sixth of one at the default of Every.
type Asking struct {
	Name    string // of the guard, as [guard.Guard] says; one of a name is at work on a host
	Request Request
	Every   time.Duration // pause between two requests, at least 10 ms; 0 means 50 ms
	Within  time.Duration // for how long at most; 0 means 15 minutes

	Dir string // as that of the guard
}

var _ tasks.Task = Asking{}

// NoCurlError says that a host that is to ask has no curl(1).
type NoCurlError struct{}

func (*NoCurlError) Error() string { return "curl is not installed" }

// Hint says what to do about it.
func (*NoCurlError) Hint() string {
	return "install curl on the host, or have another one ask that has it"
}

func (a Asking) guarded() guard.Guarded {
	return guard.Guarded{
		Guard: guard.Guard{Name: a.Name, While: a.program(), Within: a.Within, Dir: a.Dir},
		Was:   "nobody", Want: "every " + a.every().String(),
	}
}

func (a Asking) every() time.Duration { return cmp.Or(a.Every, 50*time.Millisecond) }

// Validate reports what is wrong with the name, the request, the pause or the
// bound.
func (a Asking) Validate() error {
	errs := []error{a.Request.Validate(), a.guarded().Validate()}
	if a.every() < 10*time.Millisecond {
		errs = append(errs, fmt.Errorf("cannot ask every %v", a.Every))
	}
	return errors.Join(errs...)
}

func (a Asking) String() string { return "asking " + a.Request.String() }

// Secrets returns the password, unless everybody knows it.
func (a Asking) Secrets() []sh.Secret {
	if a.Request.WellKnown {
		return nil
	}
	return []sh.Secret{a.Request.Password}
}

// program begins a request, goes on without it, and pauses. Each writes a line
// when it has ended: the time of its start as the uptime of the host, the status
// of HTTP, and how long it took to be connected, 0 if it was not, and to be
// answered. All are in seconds. The outer shell of each ends at once, so that
// there is nobody who has to wait for the request.
func (a Asking) program() sh.Script {
	return sh.Script("printf %s "+sh.Quote(a.Request.config())+` >"$dir/curl" || exit
while read -r up rest </proc/uptime; do
	(curl --disable --config "$dir/curl" --write-out "$up %{http_code} %{time_connect} %{time_total}\n" >>"$dir/log" &)
	sleep `) + sh.Script(strconv.FormatFloat(a.every().Seconds(), 'f', -1, 64)) + ` || sleep 1
done`
}

// Probe prints what that of [guard.Guarded] does, or "no curl".
func (a Asking) Probe() sh.Script {
	return "command -v curl >/dev/null || { echo no curl; exit 0; }\n" + a.guarded().Probe()
}

// Plan begins to ask, unless somebody does. The error is a [*NoCurlError], or
// says that the program has ended before its time.
func (a Asking) Plan(got string) (tasks.Change, error) {
	if strings.TrimSpace(got) == "no curl" {
		return tasks.Change{}, &NoCurlError{}
	}
	c, err := a.guarded().Plan(got)
	for i := range c.Steps {
		c.Steps[i].Field = "asking"
	}
	return c, err
}

// Sample says that a new host asks nobody.
func (a Asking) Sample() (before, after string) { return a.guarded().Sample() }

// End is the task that ends it. The log of the answers is gone then.
func (a Asking) End() guard.Undone {
	return guard.Undone{Name: a.Name, Title: "no longer " + a.String(), Dir: a.Dir}
}

// Log returns the script that prints what was answered until now, for
// [Measure], or "nobody asks".
func (a Asking) Log() sh.Script {
	return a.guarded().Guard.Look() + `case $state in
stands) if [ -e "$dir/log" ]; then cat "$dir/log"; fi ;;
*) echo nobody asks ;;
esac`
}
