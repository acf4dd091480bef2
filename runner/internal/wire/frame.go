package wire

import (
	"bufio"
	"bytes"
	"errors"
)

// part is a mark and what was printed between it and the mark before.
type part struct {
	mark string
	body []byte
	cut  bool // the body was longer than maxBody; it is only the beginning
}

// maxBody bounds what one script may print on one output, in bytes.
const maxBody = 16 << 20

// frames reads marked output. A mark is a line that holds the nonce and a
// text; the newline before it belongs to the mark, so that a body that does
// not end in one is told from a body that does.
type frames struct {
	in   *bufio.Reader
	mark []byte                          // nonce and space
	line func(after string, line []byte) // called with each line of a body, and the mark before it; may be nil
}

// run sends the parts until the input ends, and closes the channel. The last
// part has no mark: it is what followed the last one. Why the input ended is
// for the shell's Wait to say.
func (f *frames) run(parts chan<- part) {
	defer close(parts)
	var p part
	after := ""
	atLineStart := true
	for {
		chunk, err := f.in.ReadSlice('\n')
		if atLineStart && bytes.HasPrefix(chunk, f.mark) && err == nil {
			after = string(bytes.TrimSuffix(chunk[len(f.mark):], []byte("\n")))
			p.mark = after
			p.body = bytes.TrimSuffix(p.body, []byte("\n"))
			parts <- p
			p = part{}
			continue
		}
		p.add(chunk)
		atLineStart = err == nil
		if f.line != nil && len(bytes.TrimSpace(chunk)) > 0 {
			f.line(after, chunk)
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			parts <- p
			return
		}
	}
}

// add leaves no hole: after the first chunk that has no room, none has.
func (p *part) add(chunk []byte) {
	if p.cut = p.cut || len(p.body)+len(chunk) > maxBody; !p.cut {
		p.body = append(p.body, chunk...)
	}
}
