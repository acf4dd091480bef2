package recipestest_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/file"
)

// surveyed is a play that looks for a file, may be stopped by that, writes
// another one, and looks for that.
func surveyed(t testing.TB, maxFail recipes.Size) *recipes.Play {
	t.Helper()
	has := func(path string) recipes.Role {
		return recipes.RoleFunc(func(h *recipes.Host) error { h.Do(file.Content{Path: path, Body: "x\n"}); return nil })
	}
	return recipestest.Build(t, recipestest.Inventory(t, "all: {hosts: {a: {}, b: {}}}"), recipe(func(p *recipes.Play) error {
		before := p.Stage("before", p.Inventory.Hosts(), has("/before"))
		before.Survey, before.MaxFail = true, maxFail
		p.Stage("work", p.Inventory.Hosts(), has("/work"))
		p.Stage("after", p.Inventory.Hosts(), has("/work")).Survey = true
		return nil
	}))
}

func TestSurveys(t *testing.T) {
	_, there := file.Content{Path: "/before", Body: "x\n"}.Sample()
	const found = "stage before\n  a\n    file /before, failed: it is not as described\n      content (absent):\n        @@ -0,0 +1 @@\n        +x\n"
	for maxFail, want := range map[recipes.Size]string{
		{}:               "stage work\n  b\n    file /work\n      content (absent):\n        @@ -0,0 +1 @@\n        +x\n",
		recipes.Hosts(0): "stage work\n  b\n    stopped: too many hosts have failed\n",
	} {
		world := recipestest.Imagine(t, surveyed(t, maxFail))
		world.Prints("b", "file /before", there)
		if got := world.Apply(); got != found+want {
			t.Errorf("%s", got)
		}
		world.Prints("a", "file /before", there)
		want := "stage after\n  a\n    file /work, waiting: it is not as described\n"
		if got := world.Check(); !strings.Contains(got, want) || strings.Contains(got, "stage before") {
			t.Error(got)
		}
		world.Apply()
		if left := world.Check() + world.Apply(); left != "" {
			t.Errorf("there is something left to do:\n%s", left)
		}
	}
}

// Hosts that are asked each say something of their own.
func TestAnswersOfSeveralHosts(t *testing.T) {
	play := recipestest.Build(t, recipestest.Inventory(t, "all: {hosts: {a: {}, b: {}}}"), recipe(func(p *recipes.Play) error {
		hosts := p.Inventory.Hosts()
		p.Stage("s", hosts[:1], recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(recipes.Late{Name: "one leader", From: hosts, Source: "cat /leader", Make: leads})
			return nil
		})).Survey = true
		return nil
	}))
	world := recipestest.Imagine(t, play)
	const failed = "stage s\n  a\n    one leader, failed: "
	if got := world.Check(); got != failed+"asking a: nothing is known of what it says (see World.Prints)\n" {
		t.Error(got)
	}
	world.Prints("a", "one leader", "me\n")
	if got := world.Check(); got != failed+"the leaders are a b\n" {
		t.Error(got)
	}
	world.Answers("a", "one leader", "b", "not me\n")
	if got := world.Check() + world.Apply(); got != "" {
		t.Error(got)
	}
	why := fatal(t, func(t testing.TB) {
		recipestest.Imagine(t, play).Answers("a", "one leader", "c", "me\n")
	})
	if why != "host a: one leader does not ask c anything" {
		t.Error(why)
	}
}

// leads makes a task that is in sync if one host leads.
func leads(said []recipes.Answer) (recipes.Made, error) {
	var leaders []string
	for _, a := range said {
		if a.Err != nil {
			return recipes.Made{}, a.Err
		}
		if a.Printed == "me\n" {
			leaders = append(leaders, a.Host)
		}
	}
	if len(leaders) != 1 {
		return recipes.Made{}, errors.New("the leaders are " + strings.Join(leaders, " "))
	}
	return recipes.Made{Task: file.Absent{Path: "/x"}}, nil
}
