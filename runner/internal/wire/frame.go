package wire

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// part is a mark and what was printed between it and the mark before.
type part struct {
	mark string
	body []byte
	cut  bool // the body was longer than maxBody and is not complete
}

// maxBody bounds what one script may print on one output, in bytes.
const maxBody = 16 << 20

// frames reads marked output. A mark is a line that holds the nonce and a
// text; the newline before it belongs to the mark, so that a body that does
// not end in one is told from a body that does.
type frames struct {
	in   *bufio.Reader
	mark []byte            // nonce and space
	line func(line []byte) // called with each line of a body; may be nil
}

// run sends the parts until the input ends, and closes the channel. The last
// part has no mark: it is what followed the last one.
func (f *frames) run(parts chan<- part) {
	defer close(parts)
	var p part
	atLineStart := true
	for {
		chunk, err := f.in.ReadSlice('\n')
		if atLineStart && bytes.HasPrefix(chunk, f.mark) && err == nil {
			p.mark = string(bytes.TrimSuffix(chunk[len(f.mark):], []byte("\n")))
			p.body = bytes.TrimSuffix(p.body, []byte("\n"))
			parts <- p
			p = part{}
			continue
		}
		p.add(chunk)
		atLineStart = err == nil
		if f.line != nil && len(bytes.TrimSpace(chunk)) > 0 {
			f.line(chunk)
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			if !errors.Is(err, io.EOF) {
				p.add([]byte(err.Error()))
			}
			parts <- p
			return
		}
	}
}

func (p *part) add(chunk []byte) {
	if len(p.body)+len(chunk) > maxBody {
		p.cut = true
		return
	}
	p.body = append(p.body, chunk...)
}
