package apt

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
)

func fixture(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata/signed", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// host has one source, which is signed by toys, and does not know it yet.
func host(t testing.TB, kind string) *taskstest.Host {
	t.Helper()
	h := debiantest.NewHost(t, kind)
	if err := os.Remove(filepath.Join(h.Root, "etc/apt/sources.list.d/toy.sources")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"InRelease", "Packages"} {
		debiantest.Write(t, h, "signed/"+name, fixture(t, "repository/"+name))
	}
	return h
}

func signed(key string) Source {
	return Source{Name: "signed", URIs: []string{"copy:/signed"}, Suites: []string{"./"}, Key: key}
}

// TestRealAptChecksTheSignature fetches from a source that is signed.
func TestRealAptChecksTheSignature(t *testing.T) {
	for name, c := range map[string]struct {
		key  string
		want int
	}{
		"armoured":    {fixture(t, "toys.asc"), 0},
		"binary":      {fixture(t, "toys.gpg"), 0},
		"another key": {fixture(t, "others.asc"), 100},
		"no key":      {"", 100},
	} {
		t.Run(name, func(t *testing.T) {
			h := host(t, "dash")
			s := signed(c.key)
			if err := s.Validate(); err != nil {
				t.Fatal(err)
			}
			if _, r := h.Apply(s); r.Status != 0 {
				t.Fatal(r.Err())
			}
			if r := h.Run("apt-get -o APT::Update::Error-Mode=any update"); r.Status != c.want {
				t.Errorf("apt-get update: status %d, want %d: %s%s", r.Status, c.want, r.Stdout, r.Stderr)
			}
		})
	}
}

// A source that is new, or gone, makes the lists of packages old: the next
// installation fetches them.
func TestAChangeOfSourcesMakesTheListsOld(t *testing.T) {
	h := host(t, "dash")
	do := func(task tasks.Task) {
		t.Helper()
		if _, r := h.Apply(task); r.Status != 0 {
			t.Fatalf("%s: %v", task, r.Err())
		}
	}
	latest := packages.Set{Latest: []string{"aa"}}
	toys := Source{Name: "toys", URIs: []string{"copy:/repo"}, Suites: []string{"./"}, Fields: map[string]string{"Trusted": "yes"}}
	debiantest.Publish(t, h, debiantest.Package{Name: "aa", Version: "1"})
	do(toys)
	do(latest)
	if c, err := h.Plan(latest); err != nil || !c.Empty() {
		t.Fatalf("%v %+v", err, c)
	}
	then := time.Now().Add(-time.Minute) // file systems do not tell times apart that are close
	for _, name := range []string{"lists", ""} {
		if err := os.Chtimes(filepath.Join(h.Root, "var/lib/apt", name), then, then); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(h.Root, toys.Path())); err != nil {
		t.Fatal(err)
	}
	if c, err := h.Plan(latest); err != nil || c.Empty() || !strings.HasPrefix(c.Steps[0].Was, "lists of packages older") {
		t.Errorf("a source has gone: %v %+v", err, c)
	}
}

func TestRealAptHasThePin(t *testing.T) {
	h := host(t, "dash")
	debiantest.Publish(t, h, debiantest.Package{Name: "aa", Version: "1"}, debiantest.Package{Name: "aa", Version: "2"})
	toys := Source{Name: "toys", URIs: []string{"copy:/repo"}, Suites: []string{"./"}, Fields: map[string]string{"Trusted": "yes"}}
	pin := Pin{Name: "old", Packages: []string{"aa"}, Pin: "version 1*", Priority: 990}
	for _, task := range []tasks.Task{toys, pin, packages.Set{Latest: []string{"aa"}}} {
		if _, r := h.Apply(task); r.Status != 0 {
			t.Fatalf("%s: %v", task, r.Err())
		}
	}
	if b, err := os.ReadFile(filepath.Join(h.Root, "opt/aa")); err != nil || string(b) != "1\n" {
		t.Errorf("installed %q, %v", b, err)
	}
}

func is(task tasks.Task) func(string) tasks.Task { return func(string) tasks.Task { return task } }

func TestConform(t *testing.T) {
	old := func(t testing.TB, root string) {
		for _, name := range []string{signed("").Path(), Pin{Name: "old"}.Path()} {
			if err := os.WriteFile(filepath.Join(root, name), []byte("old\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	source := signed(fixture(t, "toys.asc"))
	pin := Pin{Name: "old", Packages: []string{"*"}, Pin: "release n=it's $(here)", Priority: -1}
	taskstest.Conform(t,
		taskstest.Case{Name: "new source", Host: host, Task: is(source)},
		taskstest.Case{Name: "another source", Host: host, Setup: old, Task: is(source)},
		taskstest.Case{Name: "new pin", Host: host, Task: is(pin)},
		taskstest.Case{Name: "another pin", Host: host, Setup: old, Task: is(pin)},
		taskstest.Case{Name: "others' pin", Host: host, Task: is(pin), Setup: func(t testing.TB, root string) {
			old(t, root)
			if err := os.Chown(filepath.Join(root, pin.Path()), 1, 1); err != nil {
				t.Fatal(err)
			}
		}},
		taskstest.Case{Name: "no source", Host: host, Setup: old, Task: is(Source{Name: "signed", Absent: true})},
		taskstest.Case{Name: "no pin", Host: host, Setup: old, Task: is(Pin{Name: "old", Absent: true})},
		taskstest.Case{Name: "no source in sync", Host: host, InSync: true, Task: is(Source{Name: "signed", Absent: true})},
		taskstest.Case{Name: "same pin", Host: host, Task: is(pin), InSync: true, Setup: func(t testing.TB, root string) {
			if err := os.WriteFile(filepath.Join(root, pin.Path()), []byte("Package: *\nPin: release n=it's $(here)\nPin-Priority: -1\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}},
	)
}
