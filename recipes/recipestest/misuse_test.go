package recipestest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// ended is a test that ends as soon as it fails.
type ended struct {
	testing.TB
	why *string
}

func (ended) Helper() {}

func (e ended) Fatal(args ...any) { *e.why = fmt.Sprint(args...); panic(e) }

func (e ended) Fatalf(format string, args ...any) { e.Fatal(fmt.Sprintf(format, args...)) }

// fatal returns by which words f ends a test, or "".
func fatal(t *testing.T, f func(t testing.TB)) (why string) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			if _, ours := r.(ended); !ours {
				panic(r)
			}
		}
	}()
	f(ended{t, &why})
	return ""
}

// mute is a task that does not say what its probe prints.
type mute struct{}

func (mute) String() string   { return "mute" }
func (mute) Probe() sh.Script { return "echo something" }
func (mute) Plan(got string) (c tasks.Change, err error) {
	c.Differ("word", strings.TrimSpace(got), "right", "true")
	return c, nil
}

func TestMisuseEndsTheTest(t *testing.T) {
	silent := func(h *recipes.Host) { h.Do(mute{}) }
	for want, f := range map[string]func(t testing.TB){
		"host a has no task \"file /etc/b\", only:\nfile /etc/a": func(t testing.TB) {
			play := alone(t, func(h *recipes.Host) { h.Do(file.Content{Path: "/etc/a"}) })
			recipestest.Imagine(t, play).Prints("a", "file /etc/b", "")
		},
		"host a takes no turns at anything": func(t testing.TB) {
			recipestest.Imagine(t, alone(t, silent)).Ranks("a", "0")
		},
		"host a: mute is no tasks.Sampler: say by World.Prints what its probe prints": func(t testing.TB) {
			recipestest.Imagine(t, alone(t, silent)).Check()
		},
		"host a: mute is no tasks.Sampler: say by World.Then what its probe prints once it is done": func(t testing.TB) {
			world := recipestest.Imagine(t, alone(t, silent))
			world.Prints("a", "mute", "wrong\n")
			world.Apply()
		},
		"facts are not known: kernel of a": func(t testing.TB) {
			alone(t, func(h *recipes.Host) { h.Fact("kernel", "uname -r") })
		},
		"fault": func(t testing.TB) {
			alone(t, func(h *recipes.Host) { h.Fault(fmt.Errorf("a fault")) })
		},
		"inventory": func(t testing.TB) { recipestest.Inventory(t, "all: [") },
	} {
		if why := fatal(t, f); !strings.Contains(why, want) {
			t.Errorf("the test ends with %q, want %q", why, want)
		}
	}
}

// What is said of a task without a sample is enough.
func TestTaskWithoutSample(t *testing.T) {
	world := recipestest.Imagine(t, alone(t, func(h *recipes.Host) { h.Do(mute{}) }))
	world.Prints("a", "mute", "wrong\n")
	world.Then("a", "mute", func() { world.Prints("a", "mute", "right\n") })
	if got := world.Apply(); got != "stage s\n  a\n    mute\n      word: wrong -> right\n" {
		t.Error(got)
	}
	if left := world.Check(); left != "" {
		t.Error(left)
	}
}

func TestKnownFacts(t *testing.T) {
	inv, err := inventory.New(inventory.Host{Name: "a"})
	if err != nil {
		t.Fatal(err)
	}
	play := recipestest.BuildKnowing(t, recipes.Facts{"a": {"kernel": "6.1"}}, inv, recipe(func(p *recipes.Play) error {
		p.Stage("s", p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error {
			kernel, _ := h.Fact("kernel", "uname -r")
			h.Do(file.Content{Path: "/etc/kernel", Body: kernel})
			return nil
		}))
		return nil
	}))
	if got := recipestest.Imagine(t, play).Check(); !strings.Contains(got, "absent -> 6.1\n") {
		t.Error(got)
	}
}

// A late task is made of what is known by then.
func TestLateTask(t *testing.T) {
	play := recipestest.Build(t, recipestest.Inventory(t, "all: {hosts: {a: {}, b: {}}}"), recipe(func(p *recipes.Play) error {
		hosts := p.Inventory.Hosts()
		p.Stage("first", hosts[:1], recipes.RoleFunc(func(h *recipes.Host) error { h.Do(file.Directory{Path: "/token"}); return nil }))
		p.Stage("others", hosts[1:], recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(recipes.Late{Name: "joined", From: hosts[:1], Source: "cat /token/text", Make: func(said []recipes.Answer) (recipes.Made, error) {
				if said[0].Err != nil {
					return recipes.Made{}, said[0].Err
				}
				token := said[0].Printed
				return recipes.Made{Task: file.Content{Path: "/joined", Body: token}, Secrets: []sh.Secret{sh.NewSecret(token)}}, nil
			}})
			return nil
		}))
		return nil
	}))
	world := recipestest.Imagine(t, play)
	world.Then("a", "directory /token", func() { world.Prints("b", "joined", "t0ken\n") })
	if got := world.Check(); !strings.Contains(got, "  b\n    joined, waiting: asking a: nothing is known") {
		t.Error(got)
	}
	if got := world.Apply(); !strings.Contains(got, "  b\n    joined\n      content (absent):\n        @@ -0,0 +1 @@\n        +(secret)\n") {
		t.Error(got)
	}
}
