package sshx

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/hrun-dev/hrun/inventory"
)

// failureMemory is for how long a bastion that could not be reached is not
// tried again: hosts that are dialled a moment apart all get one answer, and
// a password that is wrong is not tried once a host.
const failureMemory = 2 * time.Second

// bastions are the shared connections, by the key of their route.
type bastions struct {
	mu   sync.Mutex
	open map[string]*bastion
}

// bastion is a connection that hosts share.
type bastion struct {
	key    string
	cancel context.CancelFunc // ends the dial

	ready  chan struct{} // closed when the dial has ended
	client *client       // valid after ready, if err is nil
	err    error         // valid after ready
	failed time.Time     // when, if err is not nil

	users int // who wait for it or go through it; guarded by bastions.mu
}

// join returns the connection to the last bastion of the route. The caller
// must leave it. The dial goes on as long as anyone waits for it; the context
// bounds this caller's wait.
func (d *Dialer) join(ctx context.Context, route []inventory.Host) (*bastion, error) {
	b := d.enter(ctx, route)
	select {
	case <-b.ready:
	case <-ctx.Done():
		hop := d.pending(route)
		d.leave(b)
		return nil, &hopError{hop: hop, err: fmt.Errorf("no connection yet: %w", causeOf(ctx, nil))}
	}
	if b.err != nil {
		d.leave(b)
		return nil, b.err
	}
	return b, nil
}

// enter counts the caller in, and starts the dial if nobody has.
func (d *Dialer) enter(ctx context.Context, route []inventory.Host) *bastion {
	key := routeKey(route)
	d.bastions.mu.Lock()
	defer d.bastions.mu.Unlock()
	if b := d.bastions.open[key]; b != nil && !b.stale() {
		b.users++
		return b
	}
	// The values of the context are the first caller's, its end is not: the
	// others still wait.
	dialing, cancel := context.WithCancel(context.WithoutCancel(ctx))
	b := &bastion{key: key, cancel: cancel, ready: make(chan struct{}), users: 1}
	if d.bastions.open == nil {
		d.bastions.open = map[string]*bastion{}
	}
	d.bastions.open[key] = b
	go d.dialBastion(dialing, b, route)
	return b
}

func (d *Dialer) dialBastion(ctx context.Context, b *bastion, route []inventory.Host) {
	last := len(route) - 1
	c, err := d.reach(ctx, route[:last], route[last])

	d.bastions.mu.Lock()
	b.client, b.err, b.failed = c, err, time.Now()
	abandoned := b.users == 0
	close(b.ready)
	d.bastions.mu.Unlock()

	switch {
	case err != nil:
		b.cancel()
	case abandoned:
		d.drop(b)
	default:
		<-c.ended
		d.forget(b)
	}
}

// leave counts the caller out. The last one closes the connection, or ends
// the dial.
func (d *Dialer) leave(b *bastion) {
	d.bastions.mu.Lock()
	b.users--
	last := b.users == 0
	dialled := b.done()
	if last && !(dialled && b.err != nil) && d.bastions.open[b.key] == b {
		delete(d.bastions.open, b.key)
	}
	d.bastions.mu.Unlock()
	switch {
	case last && !dialled:
		b.cancel() // dialBastion closes what may still come of it
	case last && b.err == nil:
		d.drop(b)
	}
}

// drop closes the connection.
func (d *Dialer) drop(b *bastion) {
	b.cancel()
	_ = b.client.Close()
}

// forget makes the next caller dial anew.
func (d *Dialer) forget(b *bastion) {
	d.bastions.mu.Lock()
	defer d.bastions.mu.Unlock()
	if d.bastions.open[b.key] == b {
		delete(d.bastions.open, b.key)
	}
}

// pending names the first bastion of the route that is still being dialled.
func (d *Dialer) pending(route []inventory.Host) string {
	d.bastions.mu.Lock()
	defer d.bastions.mu.Unlock()
	for i := range route {
		if b := d.bastions.open[routeKey(route[:i+1])]; b != nil && !b.done() {
			return route[i].Name
		}
	}
	return route[len(route)-1].Name
}

func (b *bastion) done() bool {
	select {
	case <-b.ready:
		return true
	default:
		return false
	}
}

// stale reports whether the connection is no use to a new caller.
func (b *bastion) stale() bool {
	if !b.done() {
		return false
	}
	if b.err != nil {
		return time.Since(b.failed) > failureMemory
	}
	select {
	case <-b.client.ended:
		return true
	default:
		return false
	}
}
