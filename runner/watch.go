package runner

import (
	"strings"
	"sync"
	"time"

	"github.com/hrun-dev/hrun/runner/internal/wire"
)

// watch ends the shell of a host when a script of a batch takes too long.
type watch struct {
	host  *host
	limit limits
	over  chan struct{} // closed when the batch is over

	mu     sync.Mutex
	timer  *time.Timer // of the script that runs; nil if it has no limit
	long   *time.Timer // of the probe that runs, until it is worth a word
	line   string      // the last one that it printed
	late   *lateError  // once its time was up
	ending sync.WaitGroup
}

// lateError is a script that took too long. The shell that ran it is gone.
type lateError struct {
	kind           wire.Kind
	task           int // or the id of a script that is no task's
	stdout, stderr string
	*TimeoutError
}

func (e *lateError) Unwrap() error { return e.TimeoutError }

// as returns the error of a script that people know by another name.
func (e *lateError) as(what string) *TimeoutError {
	return &TimeoutError{What: what, Limit: e.Limit, Line: e.Line}
}

func newWatch(h *host, limit limits) *watch {
	return &watch{host: h, limit: limit, over: make(chan struct{})}
}

// longProbe is how long a probe may take before it is worth a word.
const longProbe = time.Second

// started begins the time of a script.
func (w *watch) started(k wire.Kind, task int) {
	limit := w.limit(k, task)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.halt()
	if k == wire.Probed || k == wire.Guarded {
		w.long = time.AfterFunc(longProbe, func() { w.host.probing(task) })
	}
	if limit <= 0 || w.late != nil {
		return
	}
	var t *time.Timer
	t = time.AfterFunc(limit, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.timer != t { // it has ended just now
			return
		}
		w.late = &lateError{kind: k, task: task, TimeoutError: &TimeoutError{What: what(k), Limit: limit, Line: w.line}}
		w.ending.Go(func() { w.host.endShell(w.over) })
	})
	w.timer = t
}

// halt stops the time. The caller holds the lock.
func (w *watch) halt() {
	if w.long != nil {
		w.long.Stop()
	}
	if w.timer != nil {
		w.timer.Stop()
		w.timer = nil
	}
}

func (w *watch) printed(line string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if line = strings.TrimSpace(line); line != "" {
		w.line = line
	}
}

// ended stops the time of the script that has ended, and tells whether that
// was in time.
func (w *watch) ended() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.halt()
	w.line = "" // not when the next one starts: its first line may come before that
	return w.late == nil
}

// stop ends the watch, and returns the script that took too long, or nil.
func (w *watch) stop() *lateError {
	w.mu.Lock()
	w.halt()
	late := w.late
	w.mu.Unlock()
	close(w.over)
	w.ending.Wait()
	return late
}

// what names a script of that kind to people.
func what(k wire.Kind) string {
	switch k {
	case wire.Applied:
		return "remedy"
	case wire.Ran:
		return "script"
	}
	return "probe"
}
