package transporttest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
)

func respectsContext(t *testing.T, s Subject) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	fails(ctx, t, s, s.Host, context.Canceled)
}

func saysUnreachable(t *testing.T, s Subject) {
	if s.Unreachable == nil {
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	fails(ctx, t, s, *s.Unreachable, nil)
	if ctx.Err() != nil {
		t.Error("it took all the time there was")
	}
}

func stopsAtDeadline(t *testing.T, s Subject) {
	if s.Silent == nil {
		return
	}
	const deadline = 200 * time.Millisecond
	start := time.Now() // the deadline counts from a moment after this one
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	fails(ctx, t, s, *s.Silent, context.DeadlineExceeded)
	if took := time.Since(start); took < deadline || took > deadline+patience/3 {
		t.Errorf("dial returned after %v, want %v", took, deadline)
	}
}

// fails dials a host that cannot be dialled, and checks the error's type.
func fails(ctx context.Context, t *testing.T, s Subject, h inventory.Host, cause error) {
	t.Helper()
	c, err := s.Dialer.Dial(ctx, h)
	if err == nil {
		_ = c.Close()
		t.Fatalf("dialling %s worked", h.Name)
	}
	var unreachable *transport.UnreachableError
	if !errors.As(err, &unreachable) {
		t.Fatalf("got %v (%T), want an UnreachableError", err, err)
	}
	if unreachable.Host != h.Name || unreachable.Hop == "" || unreachable.Err == nil {
		t.Errorf("got %+v, want the host, the hop and the cause", *unreachable)
	}
	if cause != nil && !errors.Is(err, cause) {
		t.Errorf("the cause is %v, want %v", err, cause)
	}
}
