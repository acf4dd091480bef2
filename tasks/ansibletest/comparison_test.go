// Package ansibletest holds hrun's tasks against the modules of Ansible: from
// the same start, the same wish must leave the same tree and be reported as the
// same changes. Where it does not, that is listed with the reason, and
// docs/ansible.md shows the list to people.
package ansibletest

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// comparison is one wish, as both say it.
type comparison struct {
	module  string // of ansible.builtin, and in which use, e.g. "file: state=link"
	task    string // of hrun, in Markdown, e.g. "`file.Link`"
	ansible string // tasks in YAML
	ours    []tasks.Task
	note    string // what a person should know where nothing differs
	differs []difference
}

// difference is one that is known. The texts in it are exact: a test fails where
// one of them has changed, or the difference is gone.
type difference struct {
	why string // for a person who knows Ansible: what differs, and the reason
	in  found
}

// found is what differs where; the texts are Ansible's and hrun's.
type found map[place][2]string

// place says what differs: one of the constants, a path of the tree that is
// left, or [checkWrites] with a path.
type place string

const (
	check  place = "check"      // what is foretold
	first  place = "first run"  // what is reported as done
	second place = "second run" // what is reported of a host that is as wanted
)

// failed begins the outcome of what failed, the reason follows.
const failed = "failed: "

// checkWrites is a file that check mode changed.
func checkWrites(path string) place { return check + " writes " + place(path) }

// scene is a start state and what is compared on it. Its comparisons run one
// after the other on one host, so each keeps to paths of its own.
type scene struct {
	name        string
	start       func(t testing.TB, h *taskstest.Host)
	isolate     []string // namespaces, as for [taskstest.Host.Isolate]
	comparisons []comparison
}

// scenes returns all that is compared, with what is fetched from a server.
func scenes(url string) []scene {
	return []scene{paths(), contents(), lines(), software(), accounts(), system(), fetch(url)}
}

// report is what one comparison came to.
type report map[place]string

// alike reports whether two outcomes are the same. Failures have words of their
// own.
func alike(a, b string) bool {
	return a == b || strings.HasPrefix(a, failed) && strings.HasPrefix(b, failed)
}

func TestSameAsAnsible(t *testing.T) {
	for _, s := range scenes(serve(t)) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.compare(t)
		})
	}
}

func (s scene) compare(t *testing.T) {
	t.Helper()
	theirs, written, theirTree := s.playbook(t)
	ours, ourTree := s.hrun(t)
	trees := treesDiffer(theirTree, ourTree)
	for path, p := range written {
		trees[checkWrites(string(path))] = p
	}
	for i, c := range s.comparisons {
		got := found{}
		for _, at := range []place{check, first, second} {
			if !alike(theirs[i][at], ours[i][at]) {
				got[at] = [2]string{theirs[i][at], ours[i][at]}
			}
		}
		for _, d := range c.differs {
			for at := range d.in {
				if p, is := trees[at]; is {
					got[at] = p
					delete(trees, at)
				}
			}
		}
		c.judge(t, got)
	}
	unlisted(t, s.name, trees)
}

// judge compares what differs with what is listed.
func (c comparison) judge(t *testing.T, got found) {
	t.Helper()
	for _, d := range c.differs {
		for at, want := range d.in {
			p, is := got[at]
			switch {
			case !is:
				t.Errorf("%s: %s is listed to differ and does not", c.module, at)
			case p != want:
				t.Errorf("%s: %s differs otherwise than listed:\n%.600q", c.module, at, p)
			}
			delete(got, at)
		}
	}
	unlisted(t, c.module, got)
}

func unlisted(t *testing.T, name string, got found) {
	t.Helper()
	for _, at := range slices.Sorted(maps.Keys(got)) {
		t.Errorf("%s: %s differs, and is not listed:\n%q: {%.600q, %.600q}", name, at, at, got[at][0], got[at][1])
	}
}
