package human

import (
	"errors"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/runner/report"
)

func TestNarrowTerminal(t *testing.T) {
	event := report.Event{
		Kind: report.Task, Time: start, Task: "network of lab hapx", Result: report.Changed,
		Steps: []report.Step{{Field: "namespace", Was: "absent", Want: "present"}, {Field: "bridge br-lan", Was: "absent", Want: "up"}},
	}
	for columns, want := range map[int]string{
		0:  "  changed    network of lab hapx  namespace: absent -> present, bridge br-lan: absent -> up\n",
		25: "  changed    network of lab hapx  namespace: absent -> present, bridge br-lan: absent -> up\n",
		40: "  changed    network of lab hapx\n           namespace: absent -> present,\n           bridge br-lan: absent -> up\n",
		60: "  changed    network of lab hapx\n           namespace: absent -> present, bridge br-lan:\n           absent -> up\n",
		95: "  changed    network of lab hapx  namespace: absent -> present, bridge br-lan: absent -> up\n",
	} {
		r := Reporter{options: Options{Size: func() (int, int) { return columns, 24 }}, styles: newStyles(nil, false)}
		if got := r.task(event); got != want {
			t.Errorf("%d columns: got\n%s\nwant\n%s", columns, got, want)
		}
	}
}

func TestFailureOnNarrowTerminal(t *testing.T) {
	event := report.Event{Kind: report.Task, Host: "a", Task: "file /x", Result: report.Failed, Err: errors.New("remedy exited with status 1: no space left")}
	for columns, want := range map[int]string{
		0:  "  failed   a: file /x: remedy exited with status 1: no space left\n",
		40: "  failed   a: file /x: remedy exited\n           with status 1: no space left\n",
		65: "  failed   a: file /x: remedy exited with status 1: no space left\n",
	} {
		r := Reporter{options: Options{Size: func() (int, int) { return columns, 24 }}, styles: newStyles(nil, false)}
		if got := r.task(event); got != want {
			t.Errorf("%d columns: got\n%s\nwant\n%s", columns, got, want)
		}
	}
}

func TestWrapKeepsLongWords(t *testing.T) {
	got := wrap("a /a/path/that/is/long b  c", 10)
	if want := "a|/a/path/that/is/long|b c"; strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
