package cron

import (
	"os"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

var (
	backup = Job{Name: "backup", Schedule: "*/15 2-4 * * mon-fri", User: "backup", Command: "/usr/local/sbin/backup --stamp $(date +%F)",
		Environment: map[string]string{"MAILTO": "", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}}
	hostile = Job{Name: "-it_s", Schedule: "@daily", Command: `echo 'it'"'"'s' "$HOME" ` + "`x`" + ` \n  # %`,
		Environment: map[string]string{"A": ` it's $x `, "B": `"`}}
	gone = Job{Name: "backup", Absent: true}
)

func table(body string, mode os.FileMode) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		if err := os.WriteFile(root+"/backup", []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(root+"/backup", mode); err != nil {
			t.Fatal(err)
		}
	}
}

func below(j Job) func(string) tasks.Task {
	return func(root string) tasks.Task {
		j.directory = root
		return j
	}
}

func TestJobConforms(t *testing.T) {
	taskstest.Conform(t,
		taskstest.Case{Name: "new", Task: below(backup)},
		taskstest.Case{Name: "differs", Task: below(backup), Setup: table("@daily root true\n", 0o644)},
		taskstest.Case{Name: "mode that cron refuses", Task: below(backup), Setup: table(backup.table(), 0o664)},
		taskstest.Case{Name: "in sync", Task: below(backup), Setup: table(backup.table(), 0o644), InSync: true},
		taskstest.Case{Name: "hostile", Task: below(hostile)},
		taskstest.Case{Name: "gone", Task: below(gone), Setup: table("", 0o644)},
		taskstest.Case{Name: "never there", Task: below(gone), InSync: true},
		taskstest.Case{Name: "no cron", Refused: "does not exist", Task: func(root string) tasks.Task { return below(backup)(root + "/cron.d") }},
	)
}

func TestJobPlans(t *testing.T) {
	taskstest.Plans(t, map[string]tasks.Task{"backup": backup, "gone": gone})
	taskstest.Golden(t, "job-probe", backup.Probe())
}

func TestTable(t *testing.T) {
	want := `A=" it's $x "` + "\n" + `B='"'` + "\n" + `@daily root echo 'it'"'"'s' "$HOME" ` + "`x`" + ` \n  # \%` + "\n"
	if got := hostile.table(); got != want {
		t.Errorf("table is\n%s\nwant\n%s", got, want)
	}
}

func TestJobValidate(t *testing.T) {
	valid := Job{Name: "a", Schedule: "@daily", Command: "true"}
	if err := valid.Validate(); err != nil {
		t.Error(err)
	}
	for want, spoil := range map[string]func(*Job){
		`name "a.b"`:                 func(j *Job) { j.Name = "a.b" },
		`"a b" is not the name`:      func(j *Job) { j.User = "a b" },
		`"-a" is not the name`:       func(j *Job) { j.User = "-a" },
		"is empty":                   func(j *Job) { j.Command = " " },
		"not one line":               func(j *Job) { j.Command = "a\nb" },
		"a backslash before":         func(j *Job) { j.Command = `date +\%F` },
		"another backslash":          func(j *Job) { j.Command = `echo \\` },
		"put it into a script":       func(j *Job) { j.Command = strings.Repeat("%", 500) },
		`"A B" is not the name of a`: func(j *Job) { j.Environment = map[string]string{"A B": "x"} },
		"both kinds of quotes":       func(j *Job) { j.Environment = map[string]string{"A": `'"`} },
		"variable A is longer":       func(j *Job) { j.Environment = map[string]string{"A": strings.Repeat("x", 1000)} },
		"no more than a name":        func(j *Job) { j.Absent = true },
		`none of @reboot`:            func(j *Job) { j.Schedule = "@never" },
	} {
		j := valid
		spoil(&j)
		if err := j.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Validate of %+v is %v, want %q", j, err, want)
		}
		if _, err := j.Plan("absent\n"); err == nil {
			t.Errorf("Plan accepts %+v", j)
		}
	}
}

func TestSchedule(t *testing.T) {
	for _, good := range []string{"* * * * *", "0 0 1 1 0", "59 23 31 12 7", "*/5 1-23/2 1,15 Jan-mar MON,wed", "1-1 * * * *", "@reboot", " 0\t0 * *  * "} {
		if err := checkSchedule(good); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range []string{"", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8",
		"*/0 * * * *", "*/60 * * * *", "5/2 * * * *", "5-1 * * * *", "1, * * * *", "- * * * *", "a * * * *", "mon * * * *", "+1 * * * *", "*\n* * * *", "-1 * * * *"} {
		if checkSchedule(bad) == nil {
			t.Errorf("%q passes for a schedule", bad)
		}
	}
}
