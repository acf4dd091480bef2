package human

import (
	"strings"
	"time"

	"github.com/hrun-dev/hrun/runner/report"
)

// Facts shows what a host has said about itself: a line for each fact, and one
// for each item of a list.
func (r *Reporter) Facts(_ time.Time, f report.Facts) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var b strings.Builder
	b.WriteString(r.styles.strong.Render(cleanLine(f.Host)) + "\n")
	width := 0
	for _, fact := range f.Facts {
		width = max(width, len(fact.Name))
	}
	for _, fact := range f.Facts {
		name := fact.Name
		for _, item := range itemsOf(fact.Value) {
			for _, line := range r.fit(width+4, cleanLine(item)) {
				b.WriteString("  " + r.styles.quiet.Render(pad(name, width)) + "  " + line + "\n")
				name = ""
			}
		}
	}
	r.screen.print(b.String(), r.frame(time.Now()))
}
