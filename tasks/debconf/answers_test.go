package debconf

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
)

// asking is a package that writes the answers to its questions to /opt/said.
var asking = debiantest.Package{Name: "asking", Version: "1", Scripts: map[string]string{
	"templates": "Template: asking/colour\nType: string\nDefault: grey\nDescription: colour\n\n" +
		"Template: asking/secret\nType: password\nDescription: secret\n",
	"config": "#!/bin/sh\n. /usr/share/debconf/confmodule\ndb_input high asking/colour || true\ndb_go || true\n",
	"postinst": "#!/bin/sh\n. /usr/share/debconf/confmodule\ndb_get asking/colour; colour=$RET\n" +
		"db_get asking/secret\necho \"$colour $RET\" >/opt/said\ndb_stop\n",
}}

func host(before ...tasks.Task) func(testing.TB, string) *taskstest.Host {
	return func(t testing.TB, kind string) *taskstest.Host {
		t.Helper()
		h := debiantest.NewHost(t, kind)
		debiantest.Publish(t, h, asking)
		for _, task := range before {
			if _, r := h.Apply(task); r.Status != 0 {
				t.Fatalf("%s: %v", task, r.Err())
			}
		}
		return h
	}
}

func wanted(colour string) Answers {
	return Answers{Package: "asking", Answers: []Answer{
		{Question: "asking/colour", Value: colour},
		{Question: "asking/secret", Secret: sh.NewSecret(`it's "deep" $blue`)},
	}}
}

var install = packages.Set{Names: []string{"asking"}}

func is(task tasks.Task) func(string) tasks.Task { return func(string) tasks.Task { return task } }

// TestConform tries the task with the real debconf.
func TestConform(t *testing.T) {
	hostile := Answers{Package: "asking", Answers: []Answer{
		{Question: "asking/colour", Value: ` -n 'it''s' | "a" \n $(touch /opt/no) é`},
		{Question: "asking/empty"},
		{Question: "asking/yes", Type: "boolean", Value: "true"},
		{Question: "asking/shown", Type: "string", Secret: sh.NewSecret(` leading | and trailing `)},
	}}
	again := wanted("red")
	again.Reconfigure = true
	taskstest.Conform(t,
		taskstest.Case{Name: "new", Host: host(), Task: is(wanted("blue"))},
		taskstest.Case{Name: "hostile", Host: host(), Task: is(hostile)},
		taskstest.Case{Name: "in sync", Host: host(wanted("blue")), Task: is(wanted("blue")), InSync: true},
		taskstest.Case{Name: "another", Host: host(wanted("blue")), Task: is(wanted("red"))},
		taskstest.Case{Name: "installed without", Host: host(install), Task: is(wanted("red"))},
		taskstest.Case{Name: "reconfigured", Host: host(install), Task: is(again)},
	)
}

func said(t *testing.T, h *taskstest.Host) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(h.Root, "opt/said"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(b))
}

func TestAnInstallationFindsTheAnswers(t *testing.T) {
	h := host(wanted("blue"), install)(t, "dash")
	if got := said(t, h); got != `blue it's "deep" $blue` {
		t.Errorf("the package found %q", got)
	}
	c, err := h.Plan(wanted("red"))
	if err != nil || len(c.Steps) != 1 || !strings.Contains(c.Steps[0].Want, "until dpkg-reconfigure asking") {
		t.Errorf("a change for an installed package is %+v, %v", c, err)
	}
	if _, r := h.Apply(wanted("red")); r.Status != 0 || said(t, h) != `blue it's "deep" $blue` {
		t.Errorf("%v; the package has %q", r.Err(), said(t, h))
	}
	again := wanted("green")
	again.Reconfigure = true
	if _, r := h.Apply(again); r.Status != 0 || said(t, h) != `green it's "deep" $blue` {
		t.Errorf("%v; the package has %q", r.Err(), said(t, h))
	}
}

func TestNoDebconf(t *testing.T) {
	h := host()(t, "dash")
	if err := os.RemoveAll(filepath.Join(h.Root, "var/cache/debconf")); err != nil {
		t.Fatal(err)
	}
	if r := h.Run(wanted("red").Probe()); r.Status != 1 || !strings.Contains(r.Stderr, "debconf is not installed") {
		t.Errorf("probe exited with %d and printed %q", r.Status, r.Stderr)
	}
}

func plans() map[string]tasks.Task {
	again := wanted("red")
	again.Reconfigure = true
	return map[string]tasks.Task{"red": wanted("red"), "again": again}
}

func TestPlans(t *testing.T) { taskstest.Plans(t, plans()) }

func TestGolden(t *testing.T) { taskstest.Golden(t, "probe", wanted("red").Probe()) }

func TestValidate(t *testing.T) {
	one := func(a Answer) Answers { return Answers{Package: "asking", Answers: []Answer{a}} }
	for want, a := range map[string]Answers{
		`"" is not the name of a package`: {},
		`"a b" is not the name`:           {Package: "a b"},
		"there are no answers":            {Package: "asking"},
		"two answers to q":                {Package: "asking", Answers: []Answer{{Question: "q"}, {Question: "q"}}},
		"not the name of a question":      one(Answer{Question: "a b"}),
		`there is no type "error"`:        one(Answer{Question: "q", Type: "error"}),
		"both a Value and a Secret":       one(Answer{Question: "q", Value: "v", Secret: sh.NewSecret("s")}),
		"more than one line":              one(Answer{Question: "q", Value: "a\nb"}),
		"ends in a backslash":             one(Answer{Question: "q", Secret: sh.NewSecret(`a\`)}),
		"neither true nor false":          one(Answer{Question: "q", Type: "boolean", Value: "yes"}),
	} {
		if err := a.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Validate of %+v is %v, want %q", a, err, want)
		}
	}
}

// The lock is debconf's own: it would fail at once.
func TestTheDatabaseIsLocked(t *testing.T) {
	h := host(wanted("blue"))(t, "dash")
	f, err := os.Open(filepath.Join(h.Root, database, "config.dat"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	debiantest.OnSleep(t, h, func() { _ = f.Close() })
	_, r := h.Apply(wanted("red"))
	if r.Status != 0 || !strings.Contains(r.Stderr, "waiting up to 300 s for process ") || !strings.Contains(r.Stderr, "config.dat") {
		t.Errorf("status %d, %q", r.Status, r.Stderr)
	}
}
