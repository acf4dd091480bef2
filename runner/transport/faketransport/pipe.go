package faketransport

import (
	"io"
	"sync"
	"time"
)

// window is how many bytes a pipe holds that nobody has read, in bytes: about
// what SSH allows.
const window = 2 << 20

// pipe carries bytes one way, and takes its time.
type pipe struct {
	delay time.Duration

	mu      sync.Mutex
	changed *sync.Cond
	packets []packet // not read yet, oldest first
	held    int      // bytes in them
	ended   bool     // no packet follows
	broken  error    // nothing is read or written any more; nil as long as it holds
}

// packet is what one Write has sent, or the end of the stream.
type packet struct {
	due  time.Time
	data []byte
	end  error // if not nil there is no data
}

func newPipe(delay time.Duration) *pipe {
	p := &pipe{delay: delay}
	p.changed = sync.NewCond(&p.mu)
	return p
}

// Write returns when there is room, not when the bytes have arrived.
func (p *pipe) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.held >= window && p.broken == nil && !p.ended {
		p.changed.Wait()
	}
	if p.broken != nil {
		return 0, p.broken
	}
	if p.ended {
		return 0, io.ErrClosedPipe
	}
	p.send(packet{data: append([]byte(nil), b...)})
	return len(b), nil
}

// Close ends the stream after what was written.
func (p *pipe) Close() error {
	p.finish(io.EOF)
	return nil
}

// finish ends the stream with an error that readers get after all the bytes.
func (p *pipe) finish(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.ended {
		p.send(packet{end: err})
		p.ended = true
	}
}

// send puts a packet on its way. The caller holds the lock.
func (p *pipe) send(k packet) {
	k.due = time.Now().Add(p.delay)
	p.packets = append(p.packets, k)
	p.held += len(k.data)
	if p.delay > 0 {
		time.AfterFunc(p.delay, p.changed.Broadcast)
	}
	p.changed.Broadcast()
}

// snap breaks the pipe at once; what is on its way is lost.
func (p *pipe) snap(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broken == nil {
		p.broken = err
	}
	p.changed.Broadcast()
}

func (p *pipe) Read(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.broken == nil && !p.arrived() {
		p.changed.Wait()
	}
	if p.broken != nil {
		return 0, p.broken
	}
	first := &p.packets[0]
	if first.end != nil {
		return 0, first.end // and again, the next time
	}
	n := copy(b, first.data)
	first.data = first.data[n:]
	p.held -= n
	if len(first.data) == 0 {
		p.packets = p.packets[1:]
	}
	p.changed.Broadcast()
	return n, nil
}

// arrived reports whether there is something to read. Empty packets are
// dropped. The caller holds the lock.
func (p *pipe) arrived() bool {
	for len(p.packets) > 0 && p.packets[0].end == nil && len(p.packets[0].data) == 0 {
		p.packets = p.packets[1:]
	}
	return len(p.packets) > 0 && !time.Now().Before(p.packets[0].due)
}
