package packages

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// on makes hosts on which the sets have been applied, in that order.
func on(sets ...Set) func(testing.TB, string) *taskstest.Host {
	return func(t testing.TB, kind string) *taskstest.Host {
		h := debian(t, kind)
		for _, s := range sets {
			if _, r := h.Apply(s); r.Status != 0 {
				t.Fatalf("%s: %v", s, r.Err())
			}
		}
		return h
	}
}

// old makes apt's lists of a host two hours old.
func old(host func(testing.TB, string) *taskstest.Host) func(testing.TB, string) *taskstest.Host {
	return func(t testing.TB, kind string) *taskstest.Host {
		h := host(t, kind)
		then := time.Now().Add(-2 * time.Hour)
		for _, name := range []string{"etc/apt/sources.list.d/toy.sources", "var/lib/apt/lists"} {
			if err := os.Chtimes(filepath.Join(h.Root, name), then, then); err != nil {
				t.Fatal(err)
			}
		}
		return h
	}
}

func is(s Set) func(string) tasks.Task { return func(string) tasks.Task { return s } }

// TestConform tries the task with the real apt and dpkg.
func TestConform(t *testing.T) {
	one := Set{Names: []string{"aa=1.0-1"}}
	taskstest.Conform(t,
		taskstest.Case{Name: "install", Host: on(), Task: is(Set{Names: []string{"aa", "cc"}})},
		taskstest.Case{Name: "install the other", Host: on(one), Task: is(Set{Names: []string{"aa", "cc"}})},
		taskstest.Case{Name: "in sync", Host: on(one), Task: is(Set{Names: []string{"aa"}}), InSync: true},
		taskstest.Case{Name: "there for another's sake", Host: on(Set{Names: []string{"bb"}}), Task: is(Set{Names: []string{"aa"}})},
		taskstest.Case{Name: "latest for another's sake", Host: on(Set{Names: []string{"bb"}}), Task: is(Set{Latest: []string{"aa"}})},
		taskstest.Case{Name: "there for its own sake", Host: on(Set{Names: []string{"bb"}}), Task: is(Set{Names: []string{"bb"}}), InSync: true},
		taskstest.Case{Name: "version", Host: on(one), Task: is(Set{Names: []string{"aa=2.0-1"}})},
		taskstest.Case{Name: "latest", Host: on(one), Task: is(Set{Latest: []string{"aa", "cc"}})},
		taskstest.Case{Name: "latest of old lists", Host: old(on(Set{Names: []string{"cc"}})), Task: is(Set{Latest: []string{"cc"}})},
		taskstest.Case{Name: "latest is there", Host: on(Set{Names: []string{"aa"}}), Task: is(Set{Latest: []string{"aa"}}), InSync: true},
		taskstest.Case{Name: "remove with what depends on it", Host: on(Set{Names: []string{"bb"}}), Task: is(Set{Absent: []string{"aa", "nope"}})},
		taskstest.Case{Name: "purge", Host: on(Set{Names: []string{"conf"}}), Task: is(Set{Absent: []string{"conf"}, Purge: true})},
		taskstest.Case{Name: "purge what is removed", Host: on(Set{Names: []string{"conf"}}, Set{Absent: []string{"conf"}}), Task: is(Set{Absent: []string{"conf"}, Purge: true})},
		taskstest.Case{Name: "removed", Host: on(Set{Names: []string{"conf"}}, Set{Absent: []string{"conf"}}), Task: is(Set{Absent: []string{"conf"}}), InSync: true},
		taskstest.Case{Name: "swap what conflicts", Host: on(Set{Names: []string{"cc"}}), Task: is(Set{Names: []string{"dd"}, Absent: []string{"cc"}})},
		taskstest.Case{Name: "hold and release", Host: on(Set{Names: []string{"aa", "cc"}, Held: []string{"cc"}}), Task: is(Set{Held: []string{"aa"}, Released: []string{"cc"}})},
		taskstest.Case{Name: "held", Host: on(one, Set{Held: []string{"aa"}}), Task: is(Set{Latest: []string{"aa"}}), Refused: "aa is held at version 1.0-1"},
	)
}
