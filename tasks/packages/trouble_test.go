package packages

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
)

// apt-get would install something else in place of a name that is no package: a
// provider of a virtual one, every package that a dot happens to match, and
// for a name that ends in "-" it would even remove one.
func TestWhatIsNoPackageIsRefusedBeforeAnythingIsInstalled(t *testing.T) {
	h := debian(t, "dash")
	for spec, want := range map[string]string{
		"nope":    "there is no package nope:",
		"virtual": "there is no package virtual:",
		"c.":      "there is no package c.:",
		"cc-":     "there is no package cc-:",
		"cc+":     "there is no package cc+:",
		"cc=9.9":  "E: Version '9.9' for 'cc' was not found",
	} {
		_, r := h.Apply(Set{Names: []string{"aa", spec}})
		if r.Status != 100 || !strings.Contains(r.Stderr, want) {
			t.Errorf("%s: status %d, %q", spec, r.Status, r.Stderr)
		}
		if got := has(t, h); got != "" {
			t.Errorf("%s: installed %s", spec, got)
		}
	}
	if _, r := h.Apply(Set{Names: []string{"aa=9.9"}}); !strings.Contains(r.Stderr, "of aa there are these versions:") || !strings.Contains(r.Stderr, "2.0-1") {
		t.Errorf("the versions that there are: %q", r.Stderr)
	}
}

// fetched reports whether the task has the lists of packages fetched.
func fetched(t *testing.T, h *taskstest.Host, s Set) bool {
	t.Helper()
	_, r := h.Apply(s)
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Contains(r.Stderr, "InRelease")
}

func TestListsAreFetchedOnlyWhereNeeded(t *testing.T) {
	h := debian(t, "dash")
	for _, c := range []struct {
		why  string
		name string
		do   func()
		want bool
	}{
		{"there are none", "aa", func() {}, true},
		{"they are fresh", "cc", func() {}, false},
		{"they lack the package", "new", func() { debiantest.Publish(t, h, debiantest.Package{Name: "new", Version: "1"}) }, true},
		{"they lack only one", "bb newer", func() { debiantest.Publish(t, h, debiantest.Package{Name: "newer", Version: "1"}) }, true},
		{"they lack the version", "new=2", func() { debiantest.Publish(t, h, debiantest.Package{Name: "new", Version: "2"}) }, true},
		{"they are old", "big", func() {
			debiantest.Publish(t, h, debiantest.Package{Name: "big", Version: "1"})
			old(func(testing.TB, string) *taskstest.Host { return h })(t, "")
		}, true},
		{"the sources have changed", "conf", func() {
			later := time.Now().Add(time.Minute)
			if err := os.Chtimes(filepath.Join(h.Root, "etc/apt/sources.list.d/toy.sources"), later, later); err != nil {
				t.Fatal(err)
			}
		}, true},
	} {
		c.do()
		if got := fetched(t, h, Set{Names: strings.Fields(c.name)}); got != c.want {
			t.Errorf("%s: fetched is %v, want %v", c.why, got, c.want)
		}
	}
}

func TestListsThatCannotBeFetched(t *testing.T) {
	h := old(on(Set{Names: []string{"cc"}}))(t, "dash")
	for _, gone := range []string{"Packages", "Release"} {
		if err := os.Remove(filepath.Join(h.Root, "repo", gone)); err != nil {
			t.Fatal(err)
		}
	}
	_, r := h.Apply(Set{Names: []string{"aa"}})
	if r.Status != 0 || !strings.Contains(r.Stderr, "apt-get update failed; going on with the lists that there are") {
		t.Errorf("status %d, %q", r.Status, r.Stderr)
	}
	if left, err := h.Plan(Set{Latest: []string{"cc"}}); err != nil || left.Empty() {
		t.Errorf("old lists count as fresh: %v", err)
	}
}

// At first boot the host's own updates hold dpkg's lock: hrun says whom it waits
// for, goes on when it is released, and otherwise gives up with nothing done.
func TestComplaint13TheLockOfDpkgAtFirstBoot(t *testing.T) {
	h := debian(t, "dash")
	lock := filepath.Join(h.Root, "var/lib/dpkg/lock-frontend")
	if err := os.WriteFile(lock, nil, 0o640); err != nil {
		t.Fatal(err)
	}
	release := hold(t, lock)
	who := fmt.Sprintf("process %d (%s", os.Getpid(), os.Args[0])
	before := has(t, h)
	_, r := h.Apply(Set{Names: []string{"aa"}, LockTimeout: time.Second})
	want := "gave up after 1 s of waiting for " + who
	if r.Status != 100 || !strings.Contains(r.Stderr, want) || !strings.Contains(r.Stderr, "which holds /var/lib/dpkg/lock-frontend") {
		t.Errorf("status %d, %q, want %q", r.Status, r.Stderr, want)
	}
	if now := has(t, h); now != before || strings.Contains(r.Stderr, "file:/repo") {
		t.Errorf("it gave up, but %q became %q:\n%s", before, now, r.Stderr)
	}
	debiantest.OnSleep(t, h, release)
	_, r = h.Apply(Set{Names: []string{"aa"}})
	if r.Status != 0 || !strings.Contains(r.Stderr, "waiting up to 300 s for "+who) || has(t, h) == before {
		t.Errorf("after the release: status %d, %q", r.Status, r.Stderr)
	}
}

// What a maintainer script says is shown, and once its cause is gone the next
// run finishes what was left half done.
func TestInterruptedAndFailedInstallations(t *testing.T) {
	h := debian(t, "dash")
	_, r := h.Apply(Set{Names: []string{"broken"}})
	if r.Status != 100 || !strings.Contains(r.Stderr, "the disk is gone") {
		t.Errorf("status %d, %q", r.Status, r.Stderr)
	}
	if c, err := h.Plan(Set{Names: []string{"broken"}}); err != nil || c.Empty() || c.Steps[0].Was != "broken half-configured" {
		t.Errorf("%v %+v", err, c.Steps)
	}
	debiantest.Write(t, h, "var/lib/dpkg/info/broken.postinst", "#!/bin/sh\n")
	_, r = h.Apply(Set{Names: []string{"aa"}})
	if r.Status != 0 || !strings.Contains(r.Stderr, "dpkg was interrupted or left packages half done") {
		t.Errorf("status %d, %q", r.Status, r.Stderr)
	}
	if c, err := h.Plan(Set{Names: []string{"aa", "broken"}}); err != nil || !c.Empty() {
		t.Errorf("%v %+v", err, c.Steps)
	}
}

// A power cut between an installation and its triggers leaves packages that
// count as not installed, and that apt-get takes for installed.
func TestPendingTriggers(t *testing.T) {
	h := debian(t, "dash")
	want := Set{Names: []string{"cc"}}
	bring(t, h, want)
	status := filepath.Join(h.Root, "var/lib/dpkg/status")
	text, err := os.ReadFile(status)
	if err != nil {
		t.Fatal(err)
	}
	pending := strings.Replace(string(text), "Package: cc\nStatus: install ok installed\n", "Package: cc\nStatus: install ok triggers-pending\nTriggers-Pending: /opt\n", 1)
	if pending == string(text) {
		t.Fatalf("cc is not installed:\n%s", text)
	}
	debiantest.Write(t, h, "var/lib/dpkg/status", pending)
	if c, err := h.Plan(want); err != nil || len(c.Steps) != 1 || c.Steps[0].Was != "cc triggers-pending" {
		t.Fatalf("%v %+v", err, c.Steps)
	}
	bring(t, h, want)
}

// squeezed is the host with something mounted while its scripts run.
func squeezed(h *taskstest.Host, mount ...string) *taskstest.Host {
	s := *h
	n := len(s.Shell.Argv) - 1
	inner := append([]string{"sh", "-c", string(sh.Cmd("mount", mount...)) + ` && exec "$@"`, "sh"}, s.Shell.Argv[n:]...)
	s.Shell.Argv = append(append([]string{}, s.Shell.Argv[:n]...), inner...)
	return &s
}

func TestDisksThatAreFullOrReadOnly(t *testing.T) {
	h := debian(t, "dash")
	big := strings.Repeat("a line that is not short\n", 10000)
	debiantest.Publish(t, h, debiantest.Package{Name: "big", Version: "1", Files: map[string]string{"opt/data": big}})
	for want, small := range map[string]*taskstest.Host{
		"No space left on device": squeezed(h, "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/opt"),
		"Read-only file system":   squeezed(h, "-t", "tmpfs", "-o", "ro", "tmpfs", "/var/cache/apt/archives"),
	} {
		_, r := small.Apply(Set{Names: []string{"big"}})
		if r.Status != 100 || !strings.Contains(r.Stderr, want) {
			t.Errorf("status %d, %q, want %q", r.Status, r.Stderr, want)
		}
	}
	bring(t, h, Set{Names: []string{"big"}})
}
