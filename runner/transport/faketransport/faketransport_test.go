package faketransport_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/faketransport"
)

// shell dials the only host and opens a shell.
func shell(t *testing.T, h *faketransport.Host, b inventory.Become) (*transport.Shell, error) {
	t.Helper()
	d := &faketransport.Dialer{Hosts: map[string]*faketransport.Host{"node": h}}
	c, err := d.Dial(t.Context(), inventory.Host{Name: "node", Connection: inventory.Connection{Become: b}})
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { _ = c.Close() })
	return c.Shell(t.Context())
}

// echo answers with what it is told.
func echo(program io.Reader, stdout, _ io.Writer) int {
	_, _ = io.Copy(stdout, program)
	return 0
}

func TestBreaksAfterSoManyBytes(t *testing.T) {
	h := &faketransport.Host{Run: echo, BreakAfter: 5, Breaks: 1}
	for _, want := range []struct {
		out    string
		breaks bool
	}{{"01234", true}, {"0123456789", false}} {
		s, err := shell(t, h, inventory.Become{})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(s.Stdin, "0123456789")
		_ = s.Stdin.Close()
		got, readErr := io.ReadAll(s.Stdout)
		waitErr := s.Wait()
		var exit *transport.ExitError
		if string(got) != want.out || (readErr != nil) != want.breaks || (waitErr != nil) != want.breaks || errors.As(waitErr, &exit) {
			t.Errorf("got %q, %v, %v, want %q, broken: %v", got, readErr, waitErr, want.out, want.breaks)
		}
	}
	if h.Dials() != 2 {
		t.Errorf("dialled %d times, want 2", h.Dials())
	}
}

// TestBatchTakesOneRoundTrip writes many times at once, which is one batch.
func TestBatchTakesOneRoundTrip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := shell(t, &faketransport.Host{Run: echo, RoundTrip: 20 * time.Millisecond}, inventory.Become{})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		for range 100 {
			_, _ = io.WriteString(s.Stdin, "x")
		}
		_ = s.Stdin.Close()
		got, err := io.ReadAll(s.Stdout)
		if string(got) != strings.Repeat("x", 100) || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
		if took := time.Since(start); took != 20*time.Millisecond {
			t.Errorf("it took %v, want one round trip", took)
		}
		if err := s.Wait(); err != nil {
			t.Errorf("wait: %v", err)
		}
	})
}

func TestBecomeFails(t *testing.T) {
	want := &transport.BecomeError{User: "root", Reason: transport.PasswordWrong}
	h := &faketransport.Host{Run: echo, Become: want}
	s, err := shell(t, h, inventory.Become{Enabled: true})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(s.Stdout); len(got) > 0 || err != nil {
		t.Errorf("got %q, %v, want the end", got, err)
	}
	var refused *transport.BecomeError
	if err := s.Wait(); !errors.As(err, &refused) || refused != want {
		t.Errorf("wait says %v, want %v", err, want)
	}
	if s, err = shell(t, h, inventory.Become{}); err != nil {
		t.Fatal(err)
	}
	_ = s.Stdin.Close()
	if err := s.Wait(); err != nil {
		t.Errorf("without become: %v", err)
	}
}
