package runner

import (
	"fmt"
	"sync/atomic"
	"time"
)

// silentError is a host that has granted a shell, which has then said nothing.
type silentError struct{ within time.Duration }

func (e *silentError) Error() string {
	return fmt.Sprintf("the login was granted, but the shell has not answered within %s", e.within)
}

// answerTimes is how many times as long as for the whole way to it a host is
// given to start its shell: sudo may have to ask others.
const answerTimes = 3

// expectAnswer gives up the connection if a new shell does not say its first
// word in time, which nothing else bounds. Call the function that it returns
// when the batch is over; it tells whether that is why.
func (h *host) expectAnswer() (silent func() error) {
	session, conn := h.session, h.conn
	if session.Greeted() {
		return func() error { return nil }
	}
	var gaveUp atomic.Bool
	within := answerTimes * h.dialTimeout()
	timer := time.AfterFunc(within, func() {
		if !session.Greeted() {
			gaveUp.Store(true)
			_ = conn.Close()
		}
	})
	return func() error {
		timer.Stop()
		if gaveUp.Load() {
			return &silentError{within}
		}
		return nil
	}
}
