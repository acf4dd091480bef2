package condition_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/condition"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// look is a condition on some host, and what its look must say.
type look struct {
	name   string
	of     condition.Condition
	status int
	said   string // a part of what is printed; of errors if it could not look
}

func try(t *testing.T, commands map[string]string, looks ...look) {
	t.Helper()
	for _, l := range looks {
		for _, kind := range taskstest.Kinds() {
			t.Run(l.name+"/"+kind, func(t *testing.T) {
				if err := l.of.Validate(); err != nil {
					t.Fatal(err)
				}
				taskstest.Syntax(t, l.name, l.of.Look())
				r := taskstest.NewHost(t, kind, commands).Run(l.of.Look())
				said := r.Stdout
				if l.status > 1 {
					said = r.Stderr
				}
				if r.Status != l.status || !strings.Contains(said, l.said) {
					t.Errorf("exited with %d, said %q and %q; want %d and %q", r.Status, r.Stdout, r.Stderr, l.status, l.said)
				}
			})
		}
	}
}

func TestImpossibleConditions(t *testing.T) {
	for _, c := range []condition.Condition{
		condition.Port{},
		condition.Port{Host: "-e", Number: 1},
		condition.Port{Host: "a/b", Number: 1},
		condition.Port{Number: 1, Within: -1},
		condition.Listening{},
		condition.HTTP{},
		condition.HTTP{URL: "ftp://host/"},
		condition.HTTP{URL: "http://user:word@host/"},
		condition.HTTP{URL: "http://host/", Status: 99},
		condition.HTTP{URL: "http://host/", User: "a:b"},
		condition.HTTP{URL: "http://host/", Password: sh.NewSecret("word")},
		condition.HTTP{URL: "http://host/", User: "a", Password: sh.NewSecret("a\nurl = file:///etc/shadow")},
		condition.Path{Path: "relative"},
		condition.Path{Path: "/a", Not: true, Contains: "b"},
		condition.Path{Path: "/a", Contains: "b\nc"},
		condition.Unit{},
		condition.Unit{Name: "a b"},
		condition.Unit{Name: "-a"},
		condition.Command{Name: "a"},
		condition.Command{Script: "true"},
	} {
		if c.Validate() == nil {
			t.Errorf("Validate accepts %+v", c)
		}
	}
}

func TestCommand(t *testing.T) {
	try(t, nil,
		look{name: "holds", of: condition.Command{Name: "a", Script: "true"}},
		look{name: "does not hold", of: condition.Command{Name: "a", Script: "echo why; exit 1"}, status: 1, said: "why\n"},
	)
}

func TestUnit(t *testing.T) {
	systemctl := map[string]string{"systemctl": `case "$1 $2" in
"is-active runs") echo active ;;
"is-active failed") echo failed; exit 3 ;;
"is-active unknown") echo inactive; exit 4 ;;
*) echo "Failed to connect to bus" >&2; exit 1 ;;
esac`}
	try(t, systemctl,
		look{name: "active", of: condition.Unit{Name: "runs"}},
		look{name: "not active", of: condition.Unit{Name: "failed"}, status: 1, said: "failed"},
		look{name: "unknown", of: condition.Unit{Name: "unknown"}, status: 1, said: "inactive"},
		look{name: "active, and should not", of: condition.Unit{Name: "runs", Not: true}, status: 1, said: "active"},
		look{name: "not active, as wanted", of: condition.Unit{Name: "failed", Not: true}},
		look{name: "no systemd", of: condition.Unit{Name: "other"}, status: 2, said: "bus"},
	)
}
