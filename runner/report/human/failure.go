package human

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/runner/report"
)

// failure returns the lines of a task that failed: where and why, what the
// command itself said, what differs, and what a person can do about it.
func (r *Reporter) failure(e report.Event) string {
	var b strings.Builder
	label := pad(string(e.Result), 7)
	b.WriteString("  " + r.styles.of(e.Result).Render(label) + "  ")
	b.WriteString(r.headline(len("  "+label+"  "), cleanLine(cause(e))) + "\n")
	r.evidence(&b, e)
	r.details(&b, e.Steps)
	return b.String()
}

// headline returns words in bold, broken between words where the terminal is too
// narrow for them behind a head of that width.
func (r *Reporter) headline(head int, words string) string {
	all := r.fit(head, words)
	for i, line := range all {
		all[i] = r.styles.strong.Render(line)
	}
	return strings.Join(all, "\n"+indent)
}

// host returns the lines of a host that takes no further part in the run.
func (r *Reporter) host(e report.Event) string {
	if e.Err == nil {
		return ""
	}
	return r.failure(e)
}

// evidence adds what was seen, the command's own words, verbatim, and the hint
// unless that is the one which the stage has had last.
func (r *Reporter) evidence(b *strings.Builder, e report.Event) {
	if e.Found != "" {
		for _, line := range r.fit(len(indent), "found: "+cleanLine(e.Found)) {
			b.WriteString(indent + line + "\n")
		}
	}
	for _, line := range lines(e.Stderr) {
		b.WriteString(indent + line + "\n")
	}
	if e.Hint == r.hint && e.Stage == r.hintStage {
		return // it stands above
	}
	if e.Hint != "" {
		r.hint, r.hintStage = e.Hint, e.Stage
	}
	label := "hint: "
	for _, line := range lines(e.Hint) {
		for _, piece := range r.fit(len(indent+label), line) {
			b.WriteString(indent + r.styles.wait.Render(label+piece) + "\n")
			label = "      "
		}
	}
}

// cause reads "host: stage: task: cause", without what the error says itself.
func cause(e report.Event) string {
	var path string
	stage := e.Stage
	if e.Result == report.Unreachable {
		stage = "" // it was just the first that came
	}
	for _, part := range []string{e.Host, stage, e.Task} {
		if part != "" {
			path += part + ": "
		}
	}
	if e.Err == nil {
		return strings.TrimSuffix(path, ": ")
	}
	text := e.Err.Error()
	if e.Tries > 1 {
		text += fmt.Sprintf(" (tried %d times)", e.Tries)
	}
	if strings.HasPrefix(text, path) {
		return text
	}
	return path + strings.TrimPrefix(text, e.Host+": ")
}
