package human

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/runner/report"
)

func TestScreenRedrawsInOneWrite(t *testing.T) {
	var w writes
	s := screen{w: &w}
	s.print("", []string{"a", "b"})
	s.print("", []string{"a", "b"}) // nothing new
	s.print("text\n", []string{"a"})
	s.print("", nil)
	s.print("", nil)
	want := []string{"a\nb\n", "\r\x1b[1A\x1b[2K\x1b[1A\x1b[2Ktext\na\n", "\r\x1b[1A\x1b[2K"}
	if strings.Join(w, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", w, want)
	}
}

// A terminal that becomes narrower breaks the lines that are there.
func TestScreenErasesLinesThatWereBroken(t *testing.T) {
	var w writes
	s := screen{w: &w, columns: 20}
	s.print("", []string{strings.Repeat("a", 19), "b"})
	s.columns = 8
	s.print("", []string{"c"})
	s.columns = 20
	s.print("", nil)
	up := "\x1b[1A\x1b[2K"
	if want := "\r" + up + up + up + up + "c\n"; w[1] != want || w[2] != "\r"+up {
		t.Errorf("got %q, want %q", w[1:], want)
	}
}

func TestLiveAreaIsGoneAtTheEnd(t *testing.T) {
	for _, end := range []string{"summary", "close"} {
		var w writes
		r := New(&w, Options{Size: func() (int, int) { return 80, 24 }, Tasks: 3})
		r.Report(progress(0, "node01", "package haproxy", ""))
		r.Report(report.Event{Kind: report.Task, Time: at(1), Stage: "nodes", Host: "node01", Task: "file /etc/hosts", Result: report.Changed})
		if end == "summary" {
			r.Report(report.Event{Kind: report.Done, Time: at(2), Summary: &report.Summary{Elapsed: time.Second,
				Hosts: map[string]report.Counts{"node01": {Changed: 1}}}})
		}
		r.Close()
		r.Close() // is harmless
		all := strings.Join(w, "")
		if !strings.Contains(all, "1 of 3 tasks") {
			t.Errorf("%s: no live area in %q", end, all)
		}
		last := all[strings.LastIndex(all, "\x1b[2K"):]
		if strings.Contains(last, "tasks") {
			t.Errorf("%s: left on the terminal: %q", end, last)
		}
	}
}

type writes []string

func (w *writes) Write(p []byte) (int, error) {
	*w = append(*w, string(p))
	return len(p), nil
}
