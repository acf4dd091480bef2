package human

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/hrun-dev/hrun/runner/report"
)

var start = time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)

func at(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }

func progress(seconds int, host, task, line string) report.Event {
	return report.Event{Kind: report.Progress, Time: at(seconds), Stage: "nodes", Host: host, Task: task, Line: line}
}

func TestFrame(t *testing.T) {
	l := newLive(newStyles(io.Discard, false), 6, 8)
	l.note(progress(0, "node01", "package haproxy", ""))
	l.note(progress(1, "node02", "package haproxy", ""))
	l.note(progress(2, "node01", "package haproxy", "Unpacking\thaproxy \x1b[2J(2.6.12)"))
	l.note(progress(3, "node03", "file /etc/hosts", ""))
	l.note(report.Event{Kind: report.Task, Time: at(3), Stage: "nodes", Host: "node03", Task: "file /etc/hosts"})
	l.note(report.Event{Kind: report.Task, Time: at(3), Stage: "nodes", Host: "node03", Task: "file /etc/motd"})

	check(t, l.frame(at(65), 80, 24),
		`   1:05  node01  package haproxy  Unpacking haproxy \x1b[2J(2.6.12)`,
		`   1:04  node02  package haproxy`,
		`   1:05  ━━━━━━──────────────────  2 of 8 tasks  nodes`)
	check(t, l.frame(at(65), 30, 24),
		`   1:05  node01  package hap…`,
		`   1:04  node02  package hap…`,
		`   1:05  ━━────────  2 of 8 …`)

	l.note(report.Event{Kind: report.Host, Time: at(4), Host: "node02", Result: report.Lost})
	check(t, l.frame(at(5), 40, 24),
		`   0:05  node01  package haproxy  Unpa…`,
		`   0:05  ━━━──────────  2 of 8 tasks  …`)
}

func TestFrameStartsAnewWithTheNextTask(t *testing.T) {
	l := newLive(newStyles(io.Discard, false), 6, 0)
	l.note(progress(0, "node01", "package haproxy", ""))
	l.note(progress(1, "node01", "package haproxy", "Unpacking"))
	l.note(progress(9, "node01", "service haproxy", ""))
	check(t, l.frame(at(10), 80, 24), `   0:01  node01  service haproxy`, `   0:10  nodes`)
}

// A host that has looked and waits for the turns of others does nothing.
func TestFrameWithoutHostsThatWait(t *testing.T) {
	l := newLive(newStyles(io.Discard, false), 6, 0)
	l.note(progress(0, "node01", "probing", ""))
	l.note(progress(0, "node02", "probing", ""))
	l.note(progress(1, "node01", "", ""))
	check(t, l.frame(at(10), 80, 24), `   0:10  node02  probing`, `   0:10  nodes`)
}

// The start of a task and what it prints come on different streams.
func TestFrameKeepsALineThatCameFirst(t *testing.T) {
	l := newLive(newStyles(io.Discard, false), 6, 0)
	l.note(progress(0, "node01", "package haproxy", "Unpacking"))
	l.note(progress(1, "node01", "package haproxy", ""))
	check(t, l.frame(at(10), 80, 24), `   0:10  node01  package haproxy  Unpacking`, `   0:10  nodes`)
}

func TestFrameFitsAnyTerminal(t *testing.T) {
	l := newLive(newStyles(io.Discard, true), 6, 200)
	for i := range 50 {
		l.note(progress(i, fmt.Sprintf("node%02d", i), "package 漢字 haproxy", strings.Repeat("漢", i)))
	}
	for columns := range 100 {
		for rows := range 60 {
			frame := l.frame(at(60), columns, rows)
			if len(frame) >= max(rows, 1) {
				t.Fatalf("%d lines on a terminal of %d", len(frame), rows)
			}
			for _, line := range frame {
				if ansi.StringWidth(line) >= max(columns, 1) {
					t.Fatalf("%q is wider than %d columns", line, columns)
				}
			}
		}
	}
	frame := l.frame(at(60), 80, 12)
	if got := strings.TrimSpace(frame[5]); got != "and 45 more" {
		t.Errorf("got %q", got)
	}
}

func check(t *testing.T, got []string, want ...string) {
	t.Helper()
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}
