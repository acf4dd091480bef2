package human

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/hrun-dev/hrun/runner/report"
)

// indent is where the details of a task begin.
const indent = "           "

// task returns the lines of a task that has ended; none for one that is not
// worth a look.
func (r *Reporter) task(e report.Event) string {
	switch e.Result {
	case report.OK, report.Skipped:
		if !r.options.Verbose && !worth(e) {
			return ""
		}
	case report.Failed:
		return r.heading(e.Stage) + r.failure(e)
	}
	var b strings.Builder
	b.WriteString(r.heading(e.Stage))
	head := "  " + r.styles.of(e.Result).Render(pad(string(e.Result), 7)) + "  " + pad(cleanLine(e.Host), r.width) + "  " + cleanLine(e.Task)
	b.WriteString(head)
	b.WriteString(r.behind(ansi.StringWidth(head), r.what(e)))
	b.WriteByte('\n')
	r.details(&b, e.Steps)
	return b.String()
}

// worth reports whether a task that is ok is worth a line.
func worth(e report.Event) bool {
	return e.Kind == report.Task && e.Result == report.OK && e.Found != ""
}

// what says in a few words what is different about the task.
func (r *Reporter) what(e report.Event) string {
	var words []string
	for _, s := range e.Steps {
		words = append(words, r.brief(s))
	}
	if e.Found != "" {
		words = append(words, cleanLine(e.Found))
	}
	if e.Err != nil {
		words = append(words, cleanLine(e.Err.Error()))
	}
	what := strings.Join(words, ", ")
	if e.Tries > 1 {
		what = strings.TrimSpace(what + " (" + ordinal(e.Tries) + " try)")
	}
	if took := e.Took.Round(time.Millisecond); r.options.Verbose && took > 0 {
		what = strings.TrimSpace(what + fmt.Sprintf(" (%s)", took))
	}
	return what
}

// ordinal is how one counts in English.
func ordinal(n int) string {
	ending := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			ending = "st"
		case 2:
			ending = "nd"
		case 3:
			ending = "rd"
		}
	}
	return fmt.Sprintf("%d%s", n, ending)
}

// longest is the length up to which a value is shown in the line of its task.
const longest = 32

// brief names what differs, and how if that is short and not shown below.
func (r *Reporter) brief(s report.Step) string {
	field := cleanLine(s.Field)
	if r.options.Diff {
		return field
	}
	if diff := s.Diff(); diff != "" {
		added, removed := count(diff)
		return fmt.Sprintf("%s +%d -%d", field, added, removed)
	}
	if len(s.Was) > longest || len(s.Want) > longest {
		return field
	}
	return field + ": " + value(s.Was) + " -> " + value(s.Want)
}

// details adds what belongs below the line of a task.
func (r *Reporter) details(b *strings.Builder, steps []report.Step) {
	for _, s := range steps {
		if r.options.Diff {
			r.diff(b, s)
		}
		for _, line := range lines(s.Expect) {
			b.WriteString(indent + r.styles.wait.Render("expect: "+line) + "\n")
		}
	}
}

func value(s string) string {
	if s == "" {
		return "(empty)"
	}
	return cleanLine(s)
}
