package human

import (
	"fmt"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/runner/report"
)

// Exec shows what a command did on a host: its exit status, or why it was
// ended, and below that what it printed, the standard error after the standard
// output.
func (r *Reporter) Exec(_ time.Time, e report.Exec) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var b strings.Builder
	if e.Err != nil {
		b.WriteString(r.failure(report.Event{Host: e.Host, Result: report.Failed, Err: e.Err, Hint: e.Hint}))
	} else {
		b.WriteString(r.status(e))
	}
	for _, line := range lines(e.Stdout) {
		b.WriteString("  " + line + "\n")
	}
	for _, line := range lines(e.Stderr) {
		b.WriteString("  " + r.styles.removed.Render(line) + "\n")
	}
	r.screen.print(b.String(), r.frame(time.Now()))
}

func (r *Reporter) status(e report.Exec) string {
	style := r.styles.good
	if e.Status != 0 {
		style = r.styles.bad
	}
	s := r.styles.strong.Render(pad(cleanLine(e.Host), r.width)) + "  " + style.Render(fmt.Sprintf("rc=%d", e.Status))
	if r.options.Verbose {
		s += "  " + r.styles.quiet.Render("("+e.Took.Round(time.Millisecond).String()+")")
	}
	return s + "\n"
}

// Note shows a remark about the run itself.
func (r *Reporter) Note(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.begun = true
	r.screen.print(r.styles.wait.Render(cleanLine(text))+"\n", r.frame(time.Now()))
}
