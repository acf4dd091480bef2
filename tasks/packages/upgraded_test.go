package packages

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
)

// TestUpgradedConforms tries the task with the real apt and dpkg.
func TestUpgradedConforms(t *testing.T) {
	upgraded := func(u Upgraded) func(string) tasks.Task { return func(string) tasks.Task { return u } }
	one := Set{Names: []string{"aa=1.0-1"}}
	conflict := Set{Names: []string{"ee=1.0", "old"}}
	toy := []Set{{Names: []string{"toy=1.0", "libtoy=1.0", "aa=1.0-1"}}}
	toys := upgraded(Upgraded{Sources: []string{"toy", "nope"}})
	orphan := []Set{{Names: []string{"bb"}}, {Absent: []string{"bb"}}}
	taskstest.Conform(t,
		taskstest.Case{Name: "newer version", Host: on(one), Task: upgraded(Upgraded{})},
		taskstest.Case{Name: "newer version that needs more", Host: on(Set{Names: []string{"ff=1.0"}}), Task: upgraded(Upgraded{})},
		taskstest.Case{Name: "in sync", Host: on(Set{Names: []string{"aa", "bb"}}), Task: upgraded(Upgraded{Full: true, Autoremove: true}), InSync: true},
		taskstest.Case{Name: "held", Host: on(one, Set{Held: []string{"aa"}}), Task: upgraded(Upgraded{}), InSync: true},
		taskstest.Case{Name: "old lists", Host: old(on(Set{Names: []string{"cc"}})), Task: upgraded(Upgraded{})},
		taskstest.Case{Name: "removes nothing", Host: on(conflict), Task: upgraded(Upgraded{}), InSync: true},
		taskstest.Case{Name: "removes", Host: on(conflict), Task: upgraded(Upgraded{Full: true})},
		taskstest.Case{Name: "what nothing needs may stay", Host: on(orphan...), Task: upgraded(Upgraded{Full: true}), InSync: true},
		taskstest.Case{Name: "what nothing needs goes", Host: on(orphan...), Task: upgraded(Upgraded{Autoremove: true})},
		taskstest.Case{Name: "of some sources", Host: on(toy...), Task: toys},
		taskstest.Case{Name: "of sources without newer versions", Host: on(Set{Names: []string{"toy", "aa=1.0-1"}}), Task: toys, InSync: true},
		taskstest.Case{Name: "of sources that the host has nothing of", Host: on(one), Task: toys, InSync: true},
		taskstest.Case{Name: "of some sources that are held", Host: on(append(toy, Set{Held: []string{"toy", "libtoy"}})...), Task: toys, InSync: true},
		taskstest.Case{Name: "of some sources with old lists", Host: old(on(Set{Names: []string{"cc"}})), Task: toys},
	)
}

func TestUpgradedShowsWhatGoes(t *testing.T) {
	h := debian(t, "dash")
	bring(t, h, Set{Names: []string{"aa=1.0-1", "ee=1.0", "old"}})
	c := bring(t, h, Upgraded{Full: true})
	want := `packages: "aa 1.0-1\nee 1.0\nold 1.0" -> "aa 2.0-1\nee 2.0\nold not-installed"` + "\n"
	if got := taskstest.Differences(c); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := has(t, h); got != "aa=2.0-1 ee=2.0" {
		t.Error(got)
	}
}

// What is of the sources is upgraded, and nothing else; what was there for
// others still is.
func TestUpgradedSources(t *testing.T) {
	h := debian(t, "dash")
	bring(t, h, Set{Names: []string{"toy=1.0", "aa=1.0-1"}})
	if r := h.Run(`apt-get -q -y --allow-downgrades install libtoy=1.0 && apt-mark auto libtoy`); r.Status != 0 {
		t.Fatal(r.Err())
	}
	c := bring(t, h, Upgraded{Sources: []string{"toy"}})
	want := `packages: "cc not-installed\nlibtoy 1.0\ntoy 1.0" -> "cc 1.0\nlibtoy 2.0\ntoy 2.0"` + "\n"
	if got := taskstest.Differences(c); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := has(t, h); got != "aa=1.0-1 cc=1.0 libtoy=2.0 toy=2.0" {
		t.Error(got)
	}
	if r := h.Run("apt-mark showauto"); r.Stdout != "cc\nlibtoy\n" {
		t.Errorf("automatic are %q", r.Stdout)
	}
}

// What would have to go is not taken away for the sources' sake.
func TestUpgradedSourcesRemoveNothing(t *testing.T) {
	h := debian(t, "dash")
	bring(t, h, Set{Names: []string{"ee=1.0", "old"}})
	if r := h.Run(Upgraded{Sources: []string{"ee"}}.Probe()); r.Status == 0 || !strings.Contains(r.Stderr, "need to be removed") {
		t.Errorf("%+v", r)
	}
	bring(t, h, Upgraded{Sources: []string{"ee"}, Full: true})
	if got := has(t, h); got != "ee=2.0" {
		t.Error(got)
	}
}

// What a failed script has left is seen, and finished as soon as it can be.
func TestUpgradedFinishesWhatIsHalfDone(t *testing.T) {
	h := debian(t, "dash")
	if r := h.Run("apt-get -q update && apt-get -q -y install broken"); r.Status == 0 {
		t.Fatal("it can be installed")
	}
	for _, u := range []Upgraded{{}, {Sources: []string{"broken"}}} {
		c, r := h.Apply(u)
		if got := taskstest.Differences(c); got != "packages: broken half-configured -> broken installed\n" || r.Status == 0 || !strings.Contains(r.Stderr, "the disk is gone") {
			t.Errorf("%s: %s %+v", u, got, r)
		}
	}
	debiantest.Write(t, h, "var/lib/dpkg/info/broken.postinst", "#!/bin/sh\n")
	bring(t, h, Upgraded{Sources: []string{"broken"}})
}

// Without apt the probe must not pass for an answer.
func TestUpgradedNeedsApt(t *testing.T) {
	for name, says := range map[string]string{"fails": "echo 'Unmet dependencies.' >&2; exit 100"} {
		h := taskstest.NewHost(t, "dash", map[string]string{"apt-get": says})
		if r := h.Run(Upgraded{}.Probe()); r.Status == 0 {
			t.Errorf("%s: printed %q", name, r.Stdout)
		}
	}
}

func TestUpgradedValidate(t *testing.T) {
	for want, task := range map[string]interface{ Validate() error }{
		"a LockTimeout of -1ns is negative": Upgraded{LockTimeout: -1},
		"a CacheAge of -1ns is negative":    Upgraded{CacheAge: -1},
		"a CacheAge of -2ns is negative":    Lists{CacheAge: -2},
		`"a b" cannot be a source package`:  Upgraded{Sources: []string{"haproxy", "a b"}},
		`"-q" cannot be a source package`:   Upgraded{Sources: []string{"-q"}},
		"Autoremove is about all packages":  Upgraded{Sources: []string{"haproxy"}, Autoremove: true},
	} {
		if err := task.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Validate of %+v is %v", task, err)
		}
	}
	if got := (Upgraded{Sources: []string{"haproxy", "libqb"}}).String(); got != "packages of haproxy, libqb upgraded" {
		t.Error(got)
	}
}
