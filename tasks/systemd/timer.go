package systemd

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
)

// Timer describes a command that systemd runs at given times. It is no task
// itself: its Tasks are the files of a timer and of a service, both called
// Name, and the timer running. systemd starts no second run while one is under
// way. A change of the times counts at once, without a restart.
//
// OnCalendar or OnBoot must be given; with Every they add up.
type Timer struct {
	Name        string // without a suffix
	Description string // one line; empty means Name

	// Command is as in ExecStart= of systemd.service(5): a full path and
	// arguments. It is not for a shell, and "%" and "$" must be doubled. Empty
	// means that the service NAME.service is there already.
	Command string
	User    string // whom the command runs as; empty means root

	OnCalendar  []string      // e.g. "daily" or "Mon..Fri 02:30", systemd.time(7)
	OnBoot      time.Duration // after the machine has booted
	Every       time.Duration // after the last run has begun; the first needs one of the others
	RandomDelay time.Duration // each time up to this much later, so that not all hosts run at once
	Persistent  bool          // make up at once for what OnCalendar missed while the machine was off

	// Absent wants the timer stopped and its file gone, and if there is a
	// Command that of the service. A run that is under way goes on.
	Absent bool
}

// Validate reports a timer that would never run, and values that are none.
// Whether systemd understands OnCalendar is found out on the host, before the
// file is put in place.
func (t Timer) Validate() error {
	errs := []error{checkName(t.Name + ".timer")}
	for _, line := range append([]string{t.Description, t.Command, t.User}, t.OnCalendar...) {
		if strings.ContainsAny(line, "\x00\n") || strings.HasSuffix(line, `\`) {
			errs = append(errs, fmt.Errorf("%q is not one whole line", line))
		}
	}
	if strings.HasSuffix(t.Name, "@") {
		errs = append(errs, fmt.Errorf("%q is a template, of which nothing runs", t.Name+".timer"))
	}
	if !t.Absent && len(t.OnCalendar) == 0 && t.OnBoot == 0 {
		errs = append(errs, errors.New("nothing says when it runs first: want OnCalendar or OnBoot"))
	}
	if t.OnBoot < 0 || t.Every < 0 || t.RandomDelay < 0 {
		errs = append(errs, errors.New("a duration is negative"))
	}
	if t.Command == "" && t.User != "" {
		errs = append(errs, errors.New("a user without a command"))
	}
	return errors.Join(errs...)
}

// Tasks returns the files and the running timer, in the order to do them in,
// or what Validate reports.
func (t Timer) Tasks() ([]tasks.Task, error) {
	if err := t.Validate(); err != nil {
		return nil, fmt.Errorf("timer %s: %w", t.Name, err)
	}
	if t.Absent {
		ts := []tasks.Task{Off(t.Name + ".timer"), UnitFile{Name: t.Name + ".timer", Absent: true}}
		if t.Command != "" {
			ts = append(ts, UnitFile{Name: t.Name + ".service", Absent: true})
		}
		return ts, nil
	}
	ts := []tasks.Task{UnitFile{Name: t.Name + ".timer", Body: t.timer()}, Running(t.Name + ".timer")}
	if t.Command != "" {
		ts = append([]tasks.Task{UnitFile{Name: t.Name + ".service", Body: t.service()}}, ts...)
	}
	return ts, nil
}

func (t Timer) description() string {
	if t.Description == "" {
		return t.Name
	}
	return t.Description
}

func (t Timer) service() string {
	user := ""
	if t.User != "" {
		user = "User=" + t.User + "\n"
	}
	return "[Unit]\nDescription=" + t.description() + "\n\n[Service]\nType=oneshot\nExecStart=" + t.Command + "\n" + user
}

func (t Timer) timer() string {
	var b strings.Builder
	b.WriteString("[Unit]\nDescription=" + t.description() + "\n\n[Timer]\n")
	for _, at := range t.OnCalendar {
		b.WriteString("OnCalendar=" + at + "\n")
	}
	for _, d := range []struct {
		key string
		d   time.Duration
	}{{"OnBootSec", t.OnBoot}, {"OnUnitActiveSec", t.Every}, {"RandomizedDelaySec", t.RandomDelay}} {
		if d.d > 0 {
			b.WriteString(d.key + "=" + span(d.d) + "\n")
		}
	}
	if t.Persistent {
		b.WriteString("Persistent=yes\n")
	}
	b.WriteString("\n[Install]\nWantedBy=timers.target\n")
	return b.String()
}

// span returns a duration as in systemd.time(7).
func span(d time.Duration) string {
	if d%time.Second == 0 {
		return strconv.FormatInt(int64(d/time.Second), 10) + "s"
	}
	return strconv.FormatInt(d.Microseconds(), 10) + "us"
}
