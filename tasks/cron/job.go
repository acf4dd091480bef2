// Package cron holds the task about commands that run at given times.
//
// It writes files in /etc/cron.d, which the cron of Debian, cronie and
// systemd-cron read. The crond of busybox does not: it only has a table a
// user. There, and where a job must not overlap with itself, must be made up
// for after the machine was off, or should be seen in the journal, a timer of
// systemd is the better choice.
package cron

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Job wants a file in /etc/cron.d, mode 0644 and owned by root, with one job
// and nothing else. cron looks for changes each minute and needs no reload.
// Whether cron is installed and runs is not looked at, other than that the
// directory must be there.
type Job struct {
	// Name is that of the file: letters, digits, "_" and "-". cron silently
	// ignores a name with a dot in it.
	Name string

	// Schedule is "minute hour day month weekday" as in crontab(5), or a nick
	// such as @daily or @reboot. If neither day nor weekday is "*" or begins
	// with it, either suffices. Times are those of the host's time zone.
	Schedule string

	User    string // whom the command runs as; it need not exist yet, but no job of the file runs until it does; empty means root
	Command string // one line, as the shell is to read it: hrun escapes "%"; cron takes at most 998 bytes

	// Environment is set for the command. cron does not expand variables in
	// it. Unless set here, PATH is /usr/bin:/bin, and MAILTO, who is sent what
	// the command prints, is the owner of the job; the empty MAILTO is nobody.
	Environment map[string]string

	Absent bool // the file must not be there; only Name must be given

	directory string // empty means /etc/cron.d
}

var (
	_ tasks.Task    = Job{}
	_ tasks.Sampler = Job{}
)

var (
	nameForm     = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	userForm     = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*\$?$`)
	variableForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// limit is the longest command and the longest variable, in bytes: MAX_COMMAND
// and MAX_ENVSTR of cron, less what ends them.
const limit = 998

// Validate reports a name that cron would ignore, and what it would refuse:
// one mistake makes it ignore the whole file.
func (j Job) Validate() error {
	if !nameForm.MatchString(j.Name) {
		return fmt.Errorf("name %q has other characters than letters, digits, _ and -: cron may ignore such a file", j.Name)
	}
	if j.Absent {
		if j.Schedule != "" || j.User != "" || j.Command != "" || len(j.Environment) > 0 {
			return errors.New("an absent job has no more than a name")
		}
		return nil
	}
	errs := []error{checkSchedule(j.Schedule), checkCommand(j.Command)}
	if j.User != "" && !userForm.MatchString(j.User) {
		errs = append(errs, fmt.Errorf("%q is not the name of a user", j.User))
	}
	for _, name := range slices.Sorted(maps.Keys(j.Environment)) {
		errs = append(errs, checkVariable(name, j.Environment[name]))
	}
	return errors.Join(errs...)
}

func checkCommand(command string) error {
	switch {
	case strings.TrimSpace(command) == "" || strings.ContainsAny(command, "\x00\n"):
		return fmt.Errorf("command %q is empty, or not one line", command)
	case strings.Contains(command, `\%`) || strings.Contains(command, `\\`):
		return fmt.Errorf("command %q has a backslash before a percent sign or another backslash, which not all crons read alike: put it into a script", command)
	case len(escape(command)) > limit:
		return fmt.Errorf("the command has %d bytes, cron takes %d: put it into a script", len(escape(command)), limit)
	}
	return nil
}

func checkVariable(name, value string) error {
	switch {
	case !variableForm.MatchString(name):
		return fmt.Errorf("%q is not the name of a variable", name)
	case strings.ContainsAny(value, "\x00\n") || strings.Contains(value, `"`) && strings.Contains(value, "'"):
		return fmt.Errorf("variable %s is not one line, or has both kinds of quotes, which cron cannot read", name)
	case len(name)+len(value)+3 > limit:
		return fmt.Errorf("variable %s is longer than the %d bytes that cron takes", name, limit)
	}
	return nil
}

// String returns "cron job NAME".
func (j Job) String() string { return "cron job " + j.Name }

func (j Job) path() string {
	if j.directory == "" {
		j.directory = "/etc/cron.d"
	}
	return path.Join(j.directory, j.Name)
}

func (j Job) file() file.Part {
	return file.Content{Path: j.path(), Body: j.table(), Mode: 0o644, Owner: "root:root"}.Unless(j.Absent)
}

// table is the body of the file. It ends with a line feed, without which cron
// ignores the last line.
func (j Job) table() string {
	if j.User == "" {
		j.User = "root"
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(j.Environment)) {
		b.WriteString(name + "=" + quoted(j.Environment[name]) + "\n")
	}
	b.WriteString(strings.Join(strings.Fields(j.Schedule), " ") + " " + j.User + " " + escape(j.Command) + "\n")
	return b.String()
}

// escape keeps cron from ending the command at a percent sign and feeding it
// the rest.
func escape(command string) string {
	return strings.ReplaceAll(strings.TrimSpace(command), "%", `\%`)
}

// quoted returns a value that cron reads back as it is: it knows two kinds of
// quotes, and no way to have a quote within its own kind.
func quoted(value string) string {
	if strings.Contains(value, `"`) {
		return "'" + value + "'"
	}
	return `"` + value + `"`
}

// Probe prints what the probes of [file.Content] or [file.Absent] print.
func (j Job) Probe() sh.Script { return j.file().Probe() }

// Plan compares content, owner and mode.
func (j Job) Plan(got string) (tasks.Change, error) {
	if err := j.Validate(); err != nil {
		return tasks.Change{}, err
	}
	return j.file().Plan(got)
}

// Sample is of a host without the job.
func (j Job) Sample() (before, after string) { return j.file().Sample() }
