package packages

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
)

// debian is a host with the real apt and a source of toy packages.
func debian(t testing.TB, kind string) *taskstest.Host {
	t.Helper()
	h := debiantest.NewHost(t, kind)
	debiantest.Publish(t, h,
		debiantest.Package{Name: "aa", Version: "1.0-1"},
		debiantest.Package{Name: "aa", Version: "2.0-1"},
		debiantest.Package{Name: "bb", Version: "1:1.0-1", Control: "Depends: aa\nRecommends: cc\n"},
		debiantest.Package{Name: "cc", Version: "1.0", Control: "Provides: virtual\n"},
		debiantest.Package{Name: "dd", Version: "1.0", Control: "Conflicts: cc\n"},
		debiantest.Package{Name: "ee", Version: "1.0"},
		debiantest.Package{Name: "ee", Version: "2.0", Control: "Conflicts: old\nReplaces: old\nProvides: old\n"},
		debiantest.Package{Name: "old", Version: "1.0"},
		debiantest.Package{Name: "ff", Version: "1.0"},
		debiantest.Package{Name: "ff", Version: "2.0", Control: "Depends: cc\n"},
		debiantest.Package{Name: "toy", Version: "1.0", Control: "Depends: libtoy\n"},
		debiantest.Package{Name: "toy", Version: "2.0", Control: "Depends: libtoy, cc\n"},
		debiantest.Package{Name: "libtoy", Version: "1.0", Control: "Source: toy\n"},
		debiantest.Package{Name: "libtoy", Version: "2.0", Control: "Source: toy\n"},
		debiantest.Package{Name: "conf", Version: "1.0", Files: map[string]string{"etc/conf": "theirs\n"}, Scripts: map[string]string{"conffiles": "/etc/conf\n"}},
		debiantest.Package{Name: "broken", Version: "1.0", Scripts: map[string]string{"postinst": "#!/bin/sh\necho the disk is gone\nexit 7\n"}},
	)
	return h
}

// bring applies the task as the runner would: what it did is verified.
func bring(t *testing.T, h *taskstest.Host, task tasks.Task) tasks.Change {
	t.Helper()
	c, r := h.Apply(task)
	if err := r.Err(); err != nil {
		t.Fatalf("%s: %v", task, err)
	}
	if left, err := h.Plan(task); err != nil || !left.Empty() {
		t.Fatalf("%s: after the remedies %s, %v\n%s", task, taskstest.Differences(left), err, r.Stderr)
	}
	return c
}

// has returns what is installed: the names and versions of the toys.
func has(t *testing.T, h *taskstest.Host) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(h.Root, "opt/*"))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range files {
		v, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(filepath.Base(f) + "=" + strings.TrimSpace(string(v)) + " ")
	}
	return strings.TrimSpace(b.String())
}

func TestRealAptLife(t *testing.T) {
	h := debian(t, "dash")
	for _, step := range []struct {
		set         Set
		shows, then string
	}{
		{Set{Names: []string{"aa=1.0-1"}}, "packages: aa not-installed -> aa 1.0-1\n", "aa=1.0-1"},
		{Set{Names: []string{"aa"}}, "", "aa=1.0-1"},
		{Set{Names: []string{"bb"}}, "packages: bb not-installed -> bb installed\n", "aa=1.0-1 bb=1:1.0-1"},
		{Set{Latest: []string{"aa"}}, "packages: aa 1.0-1 -> aa 2.0-1\n", "aa=2.0-1 bb=1:1.0-1"},
		{Set{Names: []string{"aa=1.0-1"}, Held: []string{"aa"}}, "packages: aa 2.0-1 -> aa 1.0-1\nheld: aa released -> aa held\n", "aa=1.0-1 bb=1:1.0-1"},
		{Set{Names: []string{"aa=2.0-1"}, Held: []string{"aa"}}, "packages: aa 1.0-1 -> aa 2.0-1\n", "aa=2.0-1 bb=1:1.0-1"},
		{Set{Names: []string{"aa=1.0-1"}, Released: []string{"aa"}}, "released: aa held -> aa released\npackages: aa 2.0-1 -> aa 1.0-1\n", "aa=1.0-1 bb=1:1.0-1"},
		{Set{Names: []string{"cc"}}, "packages: cc not-installed -> cc installed\n", "aa=1.0-1 bb=1:1.0-1 cc=1.0"},
		{Set{Names: []string{"dd"}, Absent: []string{"cc"}}, `packages: "dd not-installed\ncc 1.0" -> "dd installed\ncc not-installed"` + "\n", "aa=1.0-1 bb=1:1.0-1 dd=1.0"},
		{Set{Absent: []string{"aa"}}, "packages: aa 1.0-1 -> aa not-installed\n", "dd=1.0"},
		{Set{Names: []string{"conf"}}, "packages: conf not-installed -> conf installed\n", "conf=1.0 dd=1.0"},
		{Set{Absent: []string{"conf", "dd"}}, `packages: "conf 1.0\ndd 1.0" -> "conf not-installed\ndd not-installed"` + "\n", ""},
		{Set{Absent: []string{"conf"}, Purge: true, Names: []string{"cc"}}, `packages: "cc not-installed\nconf config-files" -> "cc installed\nconf not-installed"` + "\n", "cc=1.0"},
	} {
		if got := taskstest.Differences(bring(t, h, step.set)); got != step.shows {
			t.Errorf("%s shows %q, want %q", step.set, got, step.shows)
		}
		if got := has(t, h); got != step.then {
			t.Errorf("%s leaves %q, want %q", step.set, got, step.then)
		}
	}
}

func TestRealAptRefusesToChangeWhatIsHeld(t *testing.T) {
	h := debian(t, "dash")
	bring(t, h, Set{Names: []string{"aa=1.0-1"}, Held: []string{"aa"}})
	for _, s := range []Set{{Latest: []string{"aa"}}, {Names: []string{"aa=2.0-1"}}, {Absent: []string{"aa"}}} {
		var held *HeldError
		if _, err := h.Plan(s); !errors.As(err, &held) || held.Package != "aa" || held.Version != "1.0-1" {
			t.Errorf("%s: %v", s, err)
		}
	}
}
