package human

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/hrun-dev/hrun/runner/report"
)

// live is what the hosts are doing right now.
type live struct {
	styles  styles
	width   int // of the column of host names
	tasks   int // to expect; 0 if unknown
	done    int
	stage   string
	started time.Time
	running map[string]activity // by host
}

type activity struct {
	task  string
	line  string // the last one that it printed
	since time.Time
}

func newLive(s styles, width, tasks int) live {
	return live{styles: s, width: width, tasks: tasks, running: map[string]activity{}}
}

// note keeps what the event says about the present.
func (l *live) note(e report.Event) {
	if l.started.IsZero() {
		l.started = e.Time
	}
	if e.Stage != "" {
		l.stage = e.Stage
	}
	switch e.Kind {
	case report.Progress:
		if e.Task == "" {
			delete(l.running, e.Host)
			return
		}
		a, known := l.running[e.Host]
		if !known || a.task != e.Task { // the first line may come before the start, on another stream
			a = activity{task: e.Task, since: e.Time}
		}
		if e.Line != "" {
			a.line = strings.TrimRight(e.Line, "\r\n")
		}
		l.running[e.Host] = a
	case report.Task:
		l.done++
		delete(l.running, e.Host) // a host does one thing at a time
	case report.Host:
		delete(l.running, e.Host)
	}
}

// frame draws the live area: a line a host, and the progress of the run. It
// fits a terminal of that size, whatever the number of hosts.
func (l *live) frame(now time.Time, columns, rows int) []string {
	if l.started.IsZero() || columns < 10 || rows < 3 {
		return nil
	}
	hosts := make([]string, 0, len(l.running))
	for h := range l.running {
		hosts = append(hosts, h)
	}
	begun := func(host string) time.Time { return l.running[host].since.Truncate(time.Second) }
	slices.SortFunc(hosts, func(a, b string) int { // longest at it first: that is what one waits for
		if c := begun(a).Compare(begun(b)); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	room := max(1, rows/2) - 1 // leave the upper half to what has happened
	var out []string
	for i, h := range hosts {
		if i == room && len(hosts) > room {
			out = append(out, fmt.Sprintf("  and %d more", len(hosts)-i))
			break
		}
		out = append(out, l.activity(h, now))
	}
	out = append(out, l.progress(now, columns))
	for i := range out {
		out[i] = ansi.Truncate(out[i], columns-1, "…") // the last column would wrap on some terminals
	}
	return out
}

func (l *live) activity(host string, now time.Time) string {
	a := l.running[host]
	parts := []string{l.styles.wait.Render(clock(now.Sub(a.since))), pad(host, l.width)}
	if a.task != "" {
		parts = append(parts, cleanLine(a.task))
	}
	if a.line != "" {
		parts = append(parts, l.styles.quiet.Render(cleanLine(a.line)))
	}
	return "  " + strings.Join(parts, "  ")
}

// progress is the bar: the clock of the run, how far it is, and the stage.
func (l *live) progress(now time.Time, columns int) string {
	s := "  " + clock(now.Sub(l.started))
	if l.tasks > 0 {
		cells := min(24, columns/3)
		done := min(l.done, l.tasks)
		full := cells * done / l.tasks
		s += "  " + l.styles.good.Render(strings.Repeat("━", full)) + l.styles.quiet.Render(strings.Repeat("─", cells-full)) +
			fmt.Sprintf("  %d of %d tasks", done, l.tasks)
	}
	if l.stage != "" {
		s += "  " + l.styles.strong.Render(cleanLine(l.stage))
	}
	return s
}

// clock prints a duration as minutes and seconds, aligned up to 99 minutes.
func clock(d time.Duration) string {
	seconds := int(max(0, d).Seconds())
	return fmt.Sprintf("%2d:%02d", seconds/60, seconds%60)
}
