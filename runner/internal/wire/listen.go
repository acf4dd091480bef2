package wire

import (
	"bufio"
	"io"
	"sync"
	"time"
)

// drain is how long the outputs of a shell that has ended are still read.
const drain = 2 * time.Second

// listen reads both outputs until they end. A program that a script has left
// behind may hold them open for ever, so that the end of the shell is one of
// the session, too.
func (s *Session) listen() {
	var reading sync.WaitGroup
	read := func(from io.Reader, to chan<- part) {
		f := &frames{in: bufio.NewReaderSize(from, 64<<10), mark: []byte(s.nonce + " ")}
		if s.Progress != nil {
			f.line = s.progress
		}
		reading.Go(func() { f.run(to) })
	}
	read(s.shell.Stdout, s.out)
	read(s.shell.Stderr, s.err)
	drained := make(chan struct{})
	go func() {
		reading.Wait()
		close(drained)
	}()
	go func() {
		_ = s.shell.Wait() // for its time only; why is asked for once all is read
		overdue := time.NewTimer(drain)
		defer overdue.Stop()
		select {
		case <-drained:
		case <-overdue.C:
			_ = s.shell.Close()
		}
	}()
}

// progress gives a line to Progress, unless no script has printed it.
func (s *Session) progress(after string, line []byte) {
	if k, task, ok := started(after); ok {
		s.Progress(k, task, string(line))
	}
}

func discard(parts <-chan part) {
	for range parts {
	}
}
