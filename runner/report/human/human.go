// Package human reports a run to a person: one line for each task that
// changed, would change, waits or failed, and a recap at the end. Tasks of a
// host that wait for one and the same reason are one line. On a terminal it also shows, below that, what every host is doing right now.
package human

import (
	"io"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/hrun-dev/hrun/runner/report"
)

// Options say how much is shown, and how. The zero value suits a file: no
// colours, no live area.
type Options struct {
	Verbose bool     // also show tasks that are ok or skipped, durations and trips
	Diff    bool     // show every difference in full
	Color   bool     // use the terminal's colours
	Hosts   []string // that the run is about, to align their names; may be empty
	Tasks   int      // that are to be expected of all hosts, for the progress bar; 0 shows none

	// Size returns the columns and lines of the terminal that the reporter
	// writes to. It is asked before every frame of the live area; nil means
	// that this is no terminal, and there is no live area.
	Size func() (columns, lines int)

	Whole bool // results come whole, there is nothing to follow: no live area
}

// Reporter writes a run for a person. It is safe for concurrent use.
type Reporter struct {
	options Options
	styles  styles
	width   int // of the column of host names

	mu     sync.Mutex
	screen screen
	live   live
	stage  string // whose heading was printed last
	begun  bool   // something was printed
	stop   chan struct{}
	ended  bool

	waiting []waiting // not shown yet

	warnings []string // shown, and to be shown again at the end

	hint, hintStage string // the last one that was shown
}

// refresh is how often the live area is drawn anew: often enough for its
// clocks, seldom enough for a slow line.
const refresh = 200 * time.Millisecond

// New returns a reporter that writes to w. Close it when the run is over.
func New(w io.Writer, o Options) *Reporter {
	r := &Reporter{options: o, styles: newStyles(w, o.Color), screen: screen{w: w}, stop: make(chan struct{})}
	for _, name := range o.Hosts {
		r.width = max(r.width, ansi.StringWidth(name))
	}
	r.live = newLive(r.styles, r.width, o.Tasks)
	if o.Size != nil && !o.Whole {
		r.live.started = time.Now()
		go r.tick()
	}
	return r
}

// Report shows the event.
func (r *Reporter) Report(e report.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.live.note(e)
	text := r.release(e)
	r.begun = r.begun || text != ""
	switch {
	case r.hold(e):
	case e.Kind == report.Task:
		text += r.task(e)
	case e.Kind == report.Host:
		text += r.host(e)
	case e.Kind == report.Warning:
		text += r.warn(e.Warning)
	case e.Kind == report.Done:
		r.ended = true
		text += r.recap(e.Summary) + r.warnAgain()
	}
	if text != "" {
		r.begun = true
		r.screen.print(text, r.frame(time.Now()))
	}
}

// Close removes the live area. What was printed stays.
func (r *Reporter) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.ended {
		r.ended = true
		r.screen.print(r.releaseAll(), nil)
	}
	select {
	case <-r.stop:
	default:
		close(r.stop)
	}
}

// Err returns the first error of the writer.
func (r *Reporter) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.screen.err
}

func (r *Reporter) tick() {
	t := time.NewTicker(refresh)
	defer t.Stop()
	for {
		select {
		case <-r.stop:
			return
		case now := <-t.C:
			r.mu.Lock()
			r.screen.print("", r.frame(now))
			r.mu.Unlock()
		}
	}
}

func (r *Reporter) frame(now time.Time) []string {
	if r.options.Size == nil || r.options.Whole || r.ended {
		return nil
	}
	columns, rows := r.options.Size()
	r.screen.columns = columns
	return r.live.frame(now, columns, rows)
}

// heading returns the heading of the stage unless it is the current one.
func (r *Reporter) heading(stage string) string {
	if stage == "" || stage == r.stage {
		return ""
	}
	r.stage = stage
	return r.styles.strong.Render(cleanLine(stage)) + "\n"
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-ansi.StringWidth(s)))
}
