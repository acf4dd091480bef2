package user

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestPlans(t *testing.T) {
	everything := full("")
	everything.etc = ""
	taskstest.Plans(t, map[string]tasks.Task{
		"full":       everything,
		"plain":      User{Name: "deploy"},
		"home":       User{Name: "deploy", CreateHome: true},
		"password":   User{Name: "deploy", Password: sh.NewSecret(hash)},
		"group":      Group{Name: "ops", GID: 345},
		"gone":       User{Name: "deploy", Absent: true, RemoveHome: true},
		"group-gone": Group{Name: "ops", Absent: true},
	})
	taskstest.Golden(t, "user-probe", everything.Probe())
	taskstest.Golden(t, "user-plain-probe", User{Name: "deploy"}.Probe())
	taskstest.Golden(t, "group-probe", Group{Name: "ops"}.Probe())
	taskstest.Golden(t, "absent-probe", User{Name: "deploy", Absent: true}.Probe())
}

func TestValidate(t *testing.T) {
	for want, task := range map[string]interface {
		tasks.Task
		Validate() error
	}{
		`"" is not the name of a user`:      User{},
		`"-x" is not the name`:              User{Name: "-x"},
		`"a:b" is not the name`:             User{Name: "a:b"},
		`"a\nb" is not the name`:            User{Name: "a\nb"},
		"id -1 is not between":              User{Name: "a", UID: -1},
		"id 4294967295 is not":              User{Name: "a", UID: 1<<32 - 1},
		`"a b" is neither name nor`:         User{Name: "a", Group: "a b"},
		`"0100" is neither name nor`:        User{Name: "a", Group: "0100"},
		`"b,c" is not the name of a`:        User{Name: "a", Groups: In("b,c")},
		"listed twice":                      User{Name: "a", Groups: OnlyIn("b", "b")},
		`"home/a" is not a full path`:       User{Name: "a", Home: "home/a"},
		`"/bin/a:b" is not a full path`:     User{Name: "a", Shell: "/bin/a:b"},
		`comment "a:b" holds a colon`:       User{Name: "a", Comment: "a:b"},
		"the password is not a hash":        User{Name: "a", Password: sh.NewSecret("hunter2")},
		`lock is "yes"`:                     User{Name: "a", Lock: "yes"},
		`expires is "tomorrow"`:             User{Name: "a", Expires: "tomorrow"},
		`"a b" is not the name of a group`:  Group{Name: "a b"},
		"id -2 is not between":              Group{Name: "a", GID: -2},
		"root is not removed":               User{Name: "root", Absent: true},
		`"a b" is not the name of a user`:   User{Name: "a b", Absent: true},
		"absent user has no more than":      User{Name: "a", Absent: true, Shell: "/bin/sh"},
		"absent group has no more than":     Group{Name: "a", Absent: true, GID: 1},
		"goes with a Password only":         User{Name: "a", KeepPassword: true},
		"goes with Absent only":             User{Name: "a", RemoveHome: true},
		"the group root is not removed":     Group{Name: "root", Absent: true},
		`"a/b" is not the name of a group:`: Group{Name: "a/b", Absent: true},
	} {
		err := task.Validate()
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("Validate of %+v is %v, want %q", task, err, want)
		}
		if _, err := task.Plan("absent\ntools\n"); err == nil {
			t.Errorf("Plan accepts %+v", task)
		}
	}
}
