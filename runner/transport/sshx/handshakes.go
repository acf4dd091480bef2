package sshx

import (
	"context"
	"sync"
)

// handshakeLimit is how many handshakes are under way with one sshd. It stays
// below the 10 at which sshd begins to refuse (MaxStartups in sshd_config(5)).
const handshakeLimit = 8

// handshakes counts the handshakes that are under way, by sshd.
type handshakes struct {
	mu    sync.Mutex
	slots map[string]chan struct{}
}

// begin waits for its turn with the sshd that key names. Call end afterwards.
func (h *handshakes) begin(ctx context.Context, key string) (end func(), err error) {
	h.mu.Lock()
	if h.slots == nil {
		h.slots = map[string]chan struct{}{}
	}
	slots := h.slots[key]
	if slots == nil {
		slots = make(chan struct{}, handshakeLimit)
		h.slots[key] = slots
	}
	h.mu.Unlock()
	select {
	case slots <- struct{}{}:
		return func() { <-slots }, nil
	case <-ctx.Done():
		return nil, causeOf(ctx, nil)
	}
}
