package taskstest_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// Shell wants a user to have a login shell. It is a task of one's own: data,
// a script that looks, and a function that compares.
type Shell struct {
	Table string // usually /etc/passwd
	User  string
	Shell string
}

func (s Shell) String() string { return "shell of " + s.User }

func (s Shell) Probe() sh.Script { return sh.Cmd("cat", s.Table) }

func (s Shell) Plan(got string) (c tasks.Change, err error) {
	for line := range strings.Lines(got) {
		field := strings.Split(strings.TrimSpace(line), ":")
		if field[0] == s.User {
			edit := fmt.Sprintf("s|^\\(%s:.*:\\)[^:]*$|\\1%s|", s.User, s.Shell)
			c.Differ("shell", field[len(field)-1], s.Shell, sh.Cmd("sed", "-i", "-e", edit, s.Table))
			return c, nil
		}
	}
	return c, fmt.Errorf("there is no user %s", s.User)
}

// A test of it would call
//
//	taskstest.Conform(t, taskstest.Case{
//		Task:  func(root string) tasks.Task { return Shell{root + "/passwd", "sync", "/bin/sh"} },
//		Setup: func(t testing.TB, root string) { ... },
//	})
func Example_customTask() {
	table, _ := os.CreateTemp("", "passwd")
	defer func() { _ = os.Remove(table.Name()) }()
	_, _ = table.WriteString("root:x:0:0:root:/root:/bin/bash\nsync:x:4:65534:sync:/bin:/bin/sync\n")

	change, err := taskstest.Apply(Shell{table.Name(), "sync", "/usr/sbin/nologin"})
	fmt.Print(taskstest.Differences(change))
	_, err2 := taskstest.Apply(Shell{table.Name(), "nobody", "/bin/sh"})
	fmt.Println(err, err2)
	// Output:
	// shell: /bin/sync -> /usr/sbin/nologin
	// <nil> shell of nobody: there is no user nobody
}
