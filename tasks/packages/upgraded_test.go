package packages

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// TestUpgradedConforms tries the task with the real apt and dpkg.
func TestUpgradedConforms(t *testing.T) {
	upgraded := func(u Upgraded) func(string) tasks.Task { return func(string) tasks.Task { return u } }
	one := Set{Names: []string{"aa=1.0-1"}}
	conflict := Set{Names: []string{"ee=1.0", "old"}}
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

// Without apt the probe must not pass for an answer.
func TestUpgradedNeedsApt(t *testing.T) {
	for name, says := range map[string]string{"fails": "echo 'Unmet dependencies.' >&2; exit 100"} {
		h := taskstest.NewHost(t, "dash", map[string]string{"apt-get": says})
		if r := h.Run(Upgraded{}.Probe()); r.Status == 0 {
			t.Errorf("%s: printed %q", name, r.Stdout)
		}
	}
	for _, u := range []Upgraded{{LockTimeout: -1}, {CacheAge: -1}} {
		if err := u.Validate(); err == nil || !strings.Contains(err.Error(), "is negative") {
			t.Errorf("Validate of %+v is %v", u, err)
		}
	}
}
