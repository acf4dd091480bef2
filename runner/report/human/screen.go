package human

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// screen prints text that stays, above lines that are redrawn.
type screen struct {
	w     io.Writer
	drawn []string // the lines below the text, as they are on the terminal
	err   error    // the first of the writer
}

// print adds text above the live lines and replaces those by frame. It is one
// write, so that nothing flickers, and none if nothing differs. A writer that
// fails is kept for later: it is no reason to stop a run.
func (s *screen) print(text string, frame []string) {
	if text == "" && slices.Equal(frame, s.drawn) {
		return
	}
	var b strings.Builder
	if n := len(s.drawn); n > 0 {
		fmt.Fprintf(&b, "\r\x1b[%dA\x1b[J", n) // up to the first live line, erase from there
	}
	b.WriteString(text)
	for _, line := range frame {
		b.WriteString(line)
		b.WriteByte('\n')
	}
	s.drawn = frame
	if _, err := io.WriteString(s.w, b.String()); s.err == nil {
		s.err = err
	}
}
