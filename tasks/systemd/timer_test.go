package systemd

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// The files are what systemd-analyze of this machine accepts.
func TestTimerFiles(t *testing.T) {
	ts, err := Timer{
		Name: "report", Description: "send the report", Command: "/bin/echo hello", User: "daemon",
		OnCalendar: []string{"daily", "Mon..Fri 02:30"}, OnBoot: 5 * time.Minute, Every: 1500 * time.Millisecond,
		RandomDelay: time.Hour, Persistent: true,
	}.Tasks()
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, task := range ts {
		text += "-- " + task.String() + " --\n"
		if f, ok := task.(UnitFile); ok {
			text += f.Body
			h := taskstest.NewHost(t, "dash", map[string]string{"systemctl": manager})
			files("", nil)(t, h.Root)
			f.directory = h.Root + "/system"
			if _, r := h.Apply(f); r.Err() != nil {
				t.Error(r.Err())
			}
		}
	}
	taskstest.Text(t, "timer.txt", text)
}

func TestTimerForAServiceThatIsThere(t *testing.T) {
	ts, err := Timer{Name: "fstrim", OnCalendar: []string{"daily"}}.Tasks()
	if err != nil || len(ts) != 2 || ts[0].String() != "unit file fstrim.timer" || ts[1] != Running("fstrim.timer") {
		t.Errorf("tasks are %v, %v", ts, err)
	}
}

// What is absent goes in the opposite order, and the service only if it is the
// timer's own.
func TestTimerAbsent(t *testing.T) {
	for command, want := range map[string]string{
		"":          "unit x.timer, unit file x.timer",
		"/bin/true": "unit x.timer, unit file x.timer, unit file x.service",
	} {
		ts, err := Timer{Name: "x", Command: command, OnCalendar: []string{"daily"}, Absent: true}.Tasks()
		names := make([]string, len(ts))
		for i, task := range ts {
			names[i] = task.String()
			if f, ok := task.(UnitFile); ok && (!f.Absent || f.Validate() != nil) {
				t.Errorf("%+v is not absent: %v", f, f.Validate())
			}
		}
		if got := strings.Join(names, ", "); err != nil || got != want || ts[0] != Off("x.timer") {
			t.Errorf("tasks of %q are %v, %v, want %s", command, ts, err, want)
		}
	}
	if ts, err := (Timer{Name: "x", Absent: true}).Tasks(); err != nil || len(ts) != 2 {
		t.Errorf("tasks of a name are %v, %v", ts, err)
	}
}

func TestTimerValidate(t *testing.T) {
	for want, timer := range map[string]Timer{
		"not the full name of a unit":    {Name: "a b", OnBoot: 1},
		"nothing says when it runs":      {Name: "a", Command: "/bin/true", Every: time.Hour},
		`"a@.timer" is a template`:       {Name: "a@", OnBoot: 1},
		"not one whole line":             {Name: "a", Command: "/bin/true\nUser=root", OnBoot: 1},
		`"daily\nfoo" is not one`:        {Name: "a", OnCalendar: []string{"daily\nfoo"}},
		"a duration is negative":         {Name: "a", OnBoot: -1},
		"timer a: a user without a comm": {Name: "a", OnBoot: 1, User: "nobody"},
	} {
		if _, err := timer.Tasks(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Tasks of %+v: %v, want %q", timer, err, want)
		}
	}
}
