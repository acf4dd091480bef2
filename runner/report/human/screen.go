package human

import (
	"io"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// screen prints text that stays, above lines that are redrawn.
type screen struct {
	w       io.Writer
	columns int      // of the terminal; 0 if unknown
	drawn   []string // the lines below the text, as they are on the terminal
	err     error    // the first of the writer
}

// print adds text above the live lines and replaces those by frame. It is one
// write, so that nothing flickers, and none if nothing differs. A writer that
// fails is kept for later: it is no reason to stop a run.
func (s *screen) print(text string, frame []string) {
	if text == "" && slices.Equal(frame, s.drawn) {
		return
	}
	var b strings.Builder
	if n := s.rows(); n > 0 { // line by line: what is erased from the first line of the screen on goes to the history of tmux
		b.WriteString("\r" + strings.Repeat("\x1b[1A\x1b[2K", n))
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

// rows returns how many rows of the terminal the drawn lines take. Each was
// drawn into one, but on a terminal that has become narrower since, most break
// lines anew.
func (s *screen) rows() (n int) {
	for _, line := range s.drawn {
		n++
		if s.columns > 0 {
			n += max(0, ansi.StringWidth(line)-1) / s.columns
		}
	}
	return n
}
