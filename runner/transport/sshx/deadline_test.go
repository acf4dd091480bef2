package sshx_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// TestDeadline has something on the way not answer: the bastion's sshd, the
// host's sshd, or the whole network behind the bastion.
func TestDeadline(t *testing.T) {
	tests := []struct{ name, bastion, hop string }{
		{"silent bastion", "mute", "mute"},
		{"silent bastion behind another", "mute-inside", "mute-inside"},
		{"silent host", "bastion", "node"},
		{"tunnel that does not come about", "stuck", "node"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			mute := newSilence(t)
			bastion := w.bastion(t, map[string]string{"node:22": mute, "mute-inside:22": mute})
			never := make(chan struct{})
			stuck := newServer(t, func(s *server) {
				w.authorize(s)
				s.names = func(string) string {
					<-never
					return mute
				}
			})
			t.Cleanup(func() { close(never) }) // before the server is waited for
			w.outside["bastion:22"], w.outside["stuck:22"], w.outside["mute:22"] = bastion.address, stuck.address, mute
			w.host("bastion")
			w.host("stuck")
			w.host("mute")
			w.host("mute-inside", "bastion")

			const deadline = 300 * time.Millisecond
			ctx, cancel := context.WithTimeout(t.Context(), deadline)
			defer cancel()
			start := time.Now()
			_, err := w.dialer.Dial(ctx, w.host("node", tt.bastion))
			if took := time.Since(start); took > deadline+5*time.Second {
				t.Errorf("it took %v", took)
			}
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("got %v, want the deadline", err)
			}
			if !strings.HasSuffix(err.Error(), ": timed out") {
				t.Errorf("%v: speaks of contexts", err)
			}
			if hop := unreachable(t, err).Hop; hop != tt.hop {
				t.Errorf("%v: blames %q, want %q", err, hop, tt.hop)
			}
		})
	}
}
