package openssh

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestPlans(t *testing.T) {
	deploy := AuthorizedKeys{User: "deploy", Keys: []string{one + " deploy@example.org"}, Options: []string{"no-pty"}}
	taskstest.Plans(t, map[string]tasks.Task{"deploy": deploy, "node": node})
	taskstest.Golden(t, "authorized-keys-probe", deploy.Probe())
	taskstest.Golden(t, "known-host-probe", node.Probe())
}

func TestValidate(t *testing.T) {
	for want, task := range map[string]interface {
		tasks.Task
		Validate() error
	}{
		`"a b" is not the name of a user`: AuthorizedKeys{User: "a b", Keys: []string{one}},
		`"$(x)" is not the name`:          AuthorizedKeys{User: "$(x)", Exclusive: true},
		"nothing is wanted":               AuthorizedKeys{User: "a"},
		`"ssh-ed25519 AAAA" is not a pub`: AuthorizedKeys{User: "a", Keys: []string{"ssh-ed25519 AAAA"}},
		"is not a public key":             AuthorizedKeys{User: "a", Keys: []string{"ssh-rsa " + strings.Fields(one)[1]}},
		"is not one line":                 AuthorizedKeys{User: "a", Keys: []string{one + "\n" + two}},
		"is there twice":                  AuthorizedKeys{User: "a", Keys: []string{one, "no-pty " + one + " x"}},
		"both wanted and unwanted":        AuthorizedKeys{User: "a", Keys: []string{one}, Absent: []string{one + " x"}},
		"are not one word":                AuthorizedKeys{User: "a", Keys: []string{one}, Options: []string{"a b"}},
		`options "#a" are not`:            AuthorizedKeys{User: "a", Keys: []string{one}, Options: []string{"#a"}},
		`options "a=\"b" are not`:         AuthorizedKeys{User: "a", Keys: []string{one}, Options: []string{`a="b`}},
		"there are no names":              KnownHost{Keys: []string{one}},
		`"a,b" is not the name of a host`: KnownHost{Names: []string{"a,b"}, Keys: []string{one}},
		`"*.x" is not the name of a host`: KnownHost{Names: []string{"*.x"}, Keys: []string{one}},
		"want either keys or Absent":      KnownHost{Names: []string{"a"}},
		"keys or Absent":                  KnownHost{Names: []string{"a"}, Keys: []string{one}, Absent: true},
		"has something before the key":    KnownHost{Names: []string{"a"}, Keys: []string{"no-pty " + one}},
		`"-a" is not the name of a user`:  KnownHost{Names: []string{"a"}, Keys: []string{one}, User: "-a"},
	} {
		if err := task.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Validate of %+v is %v, want %q", task, err, want)
		}
		if _, err := task.Plan("absent\n"); err == nil {
			t.Errorf("Plan accepts %+v", task)
		}
	}
}

func TestParseKey(t *testing.T) {
	for line, want := range map[string]key{
		one:                                     {kind: "ssh-ed25519", blob: strings.Fields(one)[1]},
		" " + one + "  a b":                     {kind: "ssh-ed25519", blob: strings.Fields(one)[1], comment: "a b"},
		`command="a \" b",no-pty ` + one + " c": {options: `command="a \" b",no-pty`, kind: "ssh-ed25519", blob: strings.Fields(one)[1], comment: "c"},
	} {
		if got, err := parseKey(line); err != nil || got != want {
			t.Errorf("%q is %+v, %v", line, got, err)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	for _, line := range []string{one, `command="a \" b" ` + one + " c", "|1|a|b " + two, "\\", `"`} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		k, err := parseKey(line)
		if err != nil {
			return
		}
		if again, err := parseKey(k.String()); err != nil || again != k {
			t.Errorf("%q is %+v, and that is %+v, %v", line, k, again, err)
		}
	})
}
