package human

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/runner/report"
)

// waiting is tasks of one host that wait, one after the other, for one and the
// same reason. They are one line, so they are shown once something else comes.
type waiting struct {
	first report.Event
	count int
}

// hold keeps a task that waits, with others that wait for the same reason, and
// reports whether that is done.
func (r *Reporter) hold(e report.Event) bool {
	if e.Kind != report.Task || e.Result != report.Waiting || len(e.Steps) > 0 || r.options.Verbose {
		return false
	}
	if i := r.held(e.Host); i >= 0 {
		r.waiting[i].count++
		return true
	}
	r.waiting = append(r.waiting, waiting{e, 1})
	return true
}

// held returns where the waiting tasks of the host are, or a negative number.
func (r *Reporter) held(host string) int {
	return slices.IndexFunc(r.waiting, func(w waiting) bool { return w.first.Host == host })
}

// release returns the lines that come before that of the event: of the same
// host, or of an earlier stage.
func (r *Reporter) release(e report.Event) string {
	switch {
	case e.Kind == report.Progress, e.Result == report.OK && !worth(e), e.Result == report.Skipped:
		return "" // without a line
	case e.Kind == report.Done:
		return r.releaseAll()
	case len(r.waiting) > 0 && e.Stage != "" && r.waiting[0].first.Stage != e.Stage:
		return r.releaseAll()
	}
	i := r.held(e.Host)
	if i < 0 || r.waiting[i].isAlso(e) {
		return ""
	}
	text := r.waits(r.waiting[i])
	r.waiting = slices.Delete(r.waiting, i, i+1)
	return text
}

func (r *Reporter) releaseAll() string {
	var b strings.Builder
	for _, w := range r.waiting {
		b.WriteString(r.waits(w))
	}
	r.waiting = nil
	return b.String()
}

// isAlso reports whether the event is another of the tasks.
func (w waiting) isAlso(e report.Event) bool {
	return e.Result == report.Waiting && len(e.Steps) == 0 && e.Err != nil && w.first.Err != nil && e.Err.Error() == w.first.Err.Error()
}

// waits returns the line of the tasks.
func (r *Reporter) waits(w waiting) string {
	if w.count > 1 {
		w.first.Task, w.first.Tries = fmt.Sprintf("%d tasks", w.count), 0
	}
	return r.task(w.first)
}
