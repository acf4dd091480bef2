package recipestest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/reboot"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

func web(t testing.TB, greeting string) *recipes.Play {
	t.Helper()
	return recipestest.Build(t, recipestest.Inventory(t, "web: {hosts: {web01: {}, web02: {}}}"), Web{Greeting: greeting})
}

// alone builds a play of one host, "a", with this role.
func alone(t testing.TB, role func(h *recipes.Host)) *recipes.Play {
	t.Helper()
	return recipestest.Build(t, recipestest.Inventory(t, "all: {hosts: {a: {}}}"), recipe(func(p *recipes.Play) error {
		p.Stage("s", p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error { role(h); return nil }))
		return nil
	}))
}

type recipe func(*recipes.Play) error

func (r recipe) Build(p *recipes.Play) error { return r(p) }

func TestNewHosts(t *testing.T) {
	world := recipestest.Imagine(t, web(t, "hello"))
	recipestest.Golden(t, "new.txt", world.Check())
	recipestest.Golden(t, "applied.txt", world.Apply())
	if left := world.Check() + world.Apply(); left != "" {
		t.Errorf("there is something left to do:\n%s", left)
	}
}

func TestFailureIsFinishedByTheNextApply(t *testing.T) {
	world := recipestest.Imagine(t, web(t, "hello"))
	world.Fail("web01", "unit nginx")
	recipestest.Golden(t, "failed.txt", world.Apply())
	if got := world.Owed("web01"); !slices.Equal(got, []string{"reload nginx"}) || len(world.Owed("web02")) > 0 {
		t.Errorf("web01 owes %v, web02 %v", got, world.Owed("web02"))
	}
	recipestest.Golden(t, "finished.txt", world.Apply())
	if left := world.Check(); left != "" {
		t.Errorf("there is something left to do:\n%s", left)
	}
}

func TestChangedRecipe(t *testing.T) {
	world := recipestest.ImagineAfter(t, web(t, "hello"), web(t, "good morning"))
	recipestest.Golden(t, "changed.txt", world.Apply())
}

// What fails without a change owes nothing; what fails halfway does.
func TestDebtsOfFailures(t *testing.T) {
	world := recipestest.ImagineAfter(t, web(t, "hello"), web(t, "hi"))
	page := "file /var/www/html/index.html"
	world.Fail("web01", page)
	world.FailHalfway("web02", page, "absent\n")
	world.Apply()
	if one, two := world.Owed("web01"), world.Owed("web02"); len(one) != 0 || len(two) != 1 {
		t.Errorf("web01 owes %v, web02 %v", one, two)
	}
}

func TestWhatIsSeenOnceATaskIsDone(t *testing.T) {
	world := recipestest.Imagine(t, web(t, "hello"))
	_, installed := systemd.Unit{Name: "nginx", State: systemd.Stopped, Boot: systemd.Enabled}.Sample()
	started := 0
	for _, host := range []string{"web01", "web02"} {
		world.Then(host, "packages nginx", func() { world.Prints(host, "unit nginx", installed) })
		world.Then(host, "unit nginx", func() { started++ })
	}
	if text := world.Apply(); strings.Contains(text, "settled") || !strings.Contains(text, "      state: inactive -> active\n") || started != 2 {
		t.Errorf("%d units were started:\n%s", started, text)
	}
	world.Prints("web02", "unit nginx", installed)
	if text := world.Check(); !strings.HasPrefix(text, "stage web servers\n  web02\n    unit nginx\n") {
		t.Error(text)
	}
}

func TestNothingCanBeTheCure(t *testing.T) {
	play := alone(t, func(h *recipes.Host) { h.Do(systemd.Unit{Name: "nginx", State: systemd.Started}) })
	world := recipestest.Imagine(t, play)
	const want = "stage s\n  a\n    unit nginx, failed: unit nginx is not installed\n"
	if got := world.Check() + world.Apply(); got != want+want {
		t.Error(got)
	}
}

// A remedy after which the probe prints the wrong thing has failed.
func TestDrift(t *testing.T) {
	world := recipestest.Imagine(t, alone(t, func(h *recipes.Host) { h.Do(file.Directory{Path: "/a"}, file.Directory{Path: "/b"}) }))
	world.Then("a", "directory /a", func() { world.Prints("a", "directory /a", "absent\n") })
	if got := world.Apply(); !strings.Contains(got, "directory /a, failed: after its remedy, directory is still not as wanted\n") || strings.Contains(got, "/b") {
		t.Error(got)
	}
}

func TestRebootPaysForRestarts(t *testing.T) {
	world := recipestest.Imagine(t, alone(t, func(h *recipes.Host) {
		h.DoThen(file.Content{Path: "/etc/a"}, h.Handler("restart a", systemd.Restart("a")), h.Handler("reread", systemd.DaemonReload{}))
		h.Do(reboot.Host{})
	}))
	got := world.Apply()
	if !strings.Contains(got, "handler restart a\n      debt: paid since by itself -> none") || !strings.Contains(got, "handler reread\n      debt: owed -> none") {
		t.Error(got)
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	secret := sh.NewSecret("first line\nsecond line")
	play := recipestest.Build(t, recipestest.Inventory(t, "all: {hosts: {a: {}}}"), recipe(func(p *recipes.Play) error {
		p.Conceal(secret)
		p.Stage("s", p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(file.Content{Path: "/etc/a", Body: "it is\nsecond line\n"})
			return nil
		}))
		return nil
	}))
	if got := recipestest.Imagine(t, play).Check(); strings.Contains(got, "second") || !strings.Contains(got, "+(secret)\n") {
		t.Error(got)
	}
}

// Two tasks that look at the same file each see what they have done.
func TestTasksThatShareAFile(t *testing.T) {
	world := recipestest.Imagine(t, alone(t, func(h *recipes.Host) {
		h.Do(file.Line{Path: "/etc/a", Line: "one", Create: true}, file.Line{Path: "/etc/a", Line: "two", Create: true})
	}))
	if got := world.Apply(); !strings.Contains(got, "         one\n        +two\n") {
		t.Error(got)
	}
	if left := world.Check(); left != "" {
		t.Error(left)
	}
}
