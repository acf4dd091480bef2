package ansibletest

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// settings keep Ansible quick, offline and out of the tree: what it needs for
// itself lies in a /tmp of its own. A play goes on after a failure, so that all
// comparisons have their say.
const settings = `mount -t tmpfs none /tmp && printf %s "$playbook" >/tmp/playbook.yaml && env LC_ALL=C.UTF-8 HOME=/tmp ANSIBLE_HOME=/tmp/ansible ANSIBLE_LOCAL_TEMP=/tmp/local ANSIBLE_REMOTE_TEMP=/tmp/remote \
	ANSIBLE_NOCOWS=1 ANSIBLE_NOCOLOR=1 ANSIBLE_GATHERING=explicit ANSIBLE_PIPELINING=1 ANSIBLE_RETRY_FILES_ENABLED=0 \
	ANSIBLE_PYTHON_INTERPRETER=/usr/bin/python3 PYTHONDONTWRITEBYTECODE=1 \
	ansible-playbook -i localhost, -c local /tmp/playbook.yaml`

// playbook does for Ansible what [scene.hrun] does for hrun, and also returns
// what check mode left changed.
func (s scene) playbook(t testing.TB) ([]report, found, tree) {
	t.Helper()
	h := s.host(t)
	reports := make([]report, len(s.comparisons))
	before := look(t, h)
	for i, said := range s.play(t, h, " --check") {
		reports[i] = report{check: said}
	}
	written := treesDiffer(look(t, h), before)
	for _, at := range []place{first, second} {
		for i, said := range s.play(t, h, "") {
			reports[i][at] = said
		}
	}
	return reports, written, look(t, h)
}

// play runs the comparisons, each as a play of its own, and returns what was
// reported of each.
func (s scene) play(t testing.TB, h *taskstest.Host, flags string) []string {
	t.Helper()
	var book strings.Builder
	for _, c := range s.comparisons {
		book.WriteString("- hosts: all\n  ignore_errors: true\n  tasks:\n")
		for line := range strings.Lines(strings.Trim(c.ansible, "\n")) {
			book.WriteString("    " + line)
		}
		book.WriteString("\n")
	}
	r := h.Run(sh.Script("playbook=" + sh.Quote(book.String()) + "\n" + settings + flags))
	if r.Status != 0 {
		t.Fatalf("ansible-playbook exited with status %d:\n%s%s", r.Status, r.Stdout, r.Stderr)
	}
	plays := strings.Split(r.Stdout, "\nPLAY [all] ")[1:]
	if len(plays) != len(s.comparisons) {
		t.Fatalf("%d plays of %d were reported:\n%s", len(plays), len(s.comparisons), r.Stdout)
	}
	said := make([]string, len(plays))
	for i, p := range plays {
		said[i] = verdict(t, p)
	}
	return said
}

// verdict is the sum of what a play says of its tasks.
func verdict(t testing.TB, play string) string {
	t.Helper()
	said := ""
	for line := range strings.Lines(play) {
		word, rest, _ := strings.Cut(line, ": [localhost]")
		switch word {
		case "fatal":
			_, rest, _ = strings.Cut(rest, "=> ")
			var result struct{ Msg, Exception string }
			if err := json.Unmarshal([]byte(rest), &result); err != nil {
				t.Fatalf("%v in %s", err, line)
			}
			if result.Exception != "" {
				t.Fatalf("the module crashed: %s\n%s", result.Msg, result.Exception)
			}
			return failed + lastLine(result.Msg)
		case "changed":
			said = "changed"
		case "ok", "skipping":
			if said == "" {
				said = strings.Replace(word, "skipping", "skipped", 1)
			}
		}
	}
	if said == "" {
		t.Fatalf("nothing is reported in\n%s", play)
	}
	return said
}
