package wait_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/wait"
)

const ready = `test -e "$ROOT/ready"`

func TestUntilConforms(t *testing.T) {
	until := func(holds sh.Script) func(string) tasks.Task {
		return func(string) tasks.Task { return wait.Until{Name: "it's ready", Holds: holds} }
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "holds", Task: until("true"), InSync: true},
		taskstest.Case{
			Name:     "comes to hold",
			Task:     until("echo waiting >&2\n" + ready),
			Commands: map[string]string{"sleep": `: >"$ROOT/ready"`}, // time passes
		},
		taskstest.Case{
			Name:     "may exit and read",
			Task:     until("cat; " + ready + " || exit 7; # why"),
			Commands: map[string]string{"sleep": `: >"$ROOT/ready"`},
		},
	)
}

func TestUntilGivesUp(t *testing.T) {
	tests := []struct {
		name    string
		holds   sh.Script
		status  int
		wantErr string
	}{
		{"never holds", "echo nobody listens; exit 7", 1, "nobody listens\nstill not after 1 s: port 80 answers\n"},
		{"hangs", "sleep 300", 1, "\nstill not after 1 s: port 80 answers\n"},
		{"cannot be run", "no-such-command", 127, "no-such-command"},
	}
	for _, test := range tests {
		for _, kind := range taskstest.Kinds() {
			t.Run(test.name+"/"+kind, func(t *testing.T) {
				h := taskstest.NewHost(t, kind, nil)
				task := wait.Until{Name: "port 80 answers", Holds: test.holds, Within: time.Second, Every: 100 * time.Millisecond}
				c, err := task.Plan("not yet\n")
				if err != nil {
					t.Fatal(err)
				}
				began := time.Now()
				r := h.Run(c.Script())
				if r.Status != test.status || !strings.HasSuffix(r.Stderr, test.wantErr) && test.status == 1 || !strings.Contains(r.Stderr, test.wantErr) {
					t.Errorf("exited with %d and %q, want %d and %q", r.Status, r.Stderr, test.status, test.wantErr)
				}
				if took := time.Since(began); took > 10*time.Second {
					t.Errorf("took %v", took)
				}
			})
		}
	}
}

func TestUntilValidate(t *testing.T) {
	for _, u := range []wait.Until{
		{Holds: "true"},
		{Name: "a\nb", Holds: "true"},
		{Name: "a", Holds: " "},
		{Name: "a", Holds: "true", Within: -1},
		{Name: "a", Holds: "true", Every: time.Microsecond},
	} {
		if u.Validate() == nil {
			t.Errorf("Validate accepts %+v", u)
		}
		if _, err := u.Plan("holds\n"); err == nil {
			t.Errorf("Plan accepts %+v", u)
		}
	}
}

func TestUntilScripts(t *testing.T) {
	u := wait.Until{Name: "the cluster has quorum", Holds: "crm_mon -1 | grep -q 'partition with quorum'", Every: 250 * time.Millisecond}
	taskstest.Golden(t, "until-probe", u.Probe())
	taskstest.Plans(t, map[string]tasks.Task{"quorum": u})
}
