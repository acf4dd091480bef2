package wire_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/tasks/sh"
)

func TestShellThatIsKilledIsTold(t *testing.T) {
	t.Parallel()
	_, err := run(open(t, wire.Options{}), "echo last words >&2; kill -9 $$")
	var ended *wire.EndedError
	if !errors.As(err, &ended) || !strings.Contains(err.Error(), "last words") {
		t.Fatal(err)
	}
}

// A program that outlives the shell must not keep the session from ending,
// whichever of the outputs it holds.
func TestEndIsSeenWhileAProgramHoldsTheOutputs(t *testing.T) {
	t.Parallel()
	for name, left := range map[string]sh.Script{
		"both":            "sleep 600 &",
		"standard output": "sleep 600 2>/dev/null &",
		"standard error":  "sleep 600 >/dev/null &",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, wire.Options{})
			t.Cleanup(func() { _ = syscall.Kill(-s.Group(), syscall.SIGKILL) })
			began := time.Now()
			_, err := run(s, "echo last words >&2; "+left+" kill -9 $$")
			var exit *transport.ExitError
			if !errors.As(err, &exit) || exit.Signal != "KILL" || !strings.Contains(err.Error(), "last words") {
				t.Error(err)
			}
			if took := time.Since(began); took > 5*time.Minute {
				t.Errorf("seen after %s", took)
			}
		})
	}
}

func TestGreetedTellsWhetherTheShellStood(t *testing.T) {
	t.Parallel()
	s := open(t, wire.Options{})
	if s.Greeted() {
		t.Error("greeted before anything was sent")
	}
	if _, err := run(s, "kill -9 $$"); err == nil || !s.Greeted() || s.Group() == 0 {
		t.Errorf("after the hello: greeted %t, group %d, %v", s.Greeted(), s.Group(), err)
	}
	refused := wire.New(refusal(errors.New("no shell")), wire.Options{})
	if _, err := run(refused, "true"); err == nil || refused.Greeted() {
		t.Errorf("no shell, but greeted: %v", err)
	}
}

// refusal is a shell that never stood.
func refusal(why error) *transport.Shell {
	_, stdin := io.Pipe()
	return &transport.Shell{
		Stdin: stdin, Stdout: strings.NewReader(""), Stderr: strings.NewReader(""),
		Wait: func() error { return why }, Close: func() error { return nil },
	}
}

// A link that breaks may have brought a start on one of the outputs only: the
// script runs all the same.
func TestScriptHasStartedWhereOneOutputSaysSo(t *testing.T) {
	t.Parallel()
	stdin := make(chan string, 1)
	stdout, out := io.Pipe()
	s := wire.New(&transport.Shell{
		Stdin: hearing(stdin), Stdout: stdout, Stderr: strings.NewReader(""),
		Wait: func() error { return nil }, Close: func() error { return nil },
	}, wire.Options{})
	var began string
	s.Started = func(k wire.Kind, task int) { began = fmt.Sprint(k, " ", task) }
	go func() {
		_, _ = fmt.Fprintf(out, "\n%s start apply 3\nworking\n", nonceOf(<-stdin))
		_ = out.Close()
	}()
	var ended *wire.EndedError
	if err := take(s); !errors.As(err, &ended) || began != "apply 3" {
		t.Errorf("%v: began %q", err, began)
	}
}

// hearing is the input of a shell that hands what it gets to somebody else.
type hearing chan string

func (h hearing) Write(p []byte) (int, error) { h <- string(p); return len(p), nil }
func (hearing) Close() error                  { return nil }

// nonceOf returns the nonce of a program.
func nonceOf(program string) string {
	nonce, _, _ := strings.Cut(strings.TrimPrefix(program, "_N="), "\n")
	return nonce
}

// deaf is the input of a shell that says that it is done, and that its input
// could not be written.
type deaf struct{ stdout, stderr io.Writer }

var errDeaf = errors.New("the input broke")

func (d deaf) Write(p []byte) (int, error) {
	for _, w := range []io.Writer{d.stdout, d.stderr} {
		if _, err := fmt.Fprintf(w, "\n%s done\n", nonceOf(string(p))); err != nil {
			return 0, err
		}
	}
	return 0, errDeaf
}

func (deaf) Close() error { return nil }

func TestWriteThatFailsEndsTheSession(t *testing.T) {
	t.Parallel()
	stdout, out := io.Pipe()
	stderr, errs := io.Pipe()
	closed := make(chan struct{})
	s := wire.New(&transport.Shell{
		Stdin: deaf{out, errs}, Stdout: stdout, Stderr: stderr,
		Wait: func() error { <-closed; return nil },
		Close: func() error {
			close(closed)
			return errors.Join(out.Close(), errs.Close())
		},
	}, wire.Options{})
	err := s.Do(&wire.Batch{}, func(wire.Result) {})
	var ended *wire.EndedError
	if !errors.As(err, &ended) || !errors.Is(err, errDeaf) {
		t.Errorf("%T: %v", err, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
