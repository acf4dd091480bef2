package sshx_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/tasks/command"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// wire is a connection that can go dead without a word: nothing comes through
// any more, and neither side is told.
type wire struct {
	net.Conn
	once sync.Once
	dead chan struct{}
	shut chan struct{}
}

func newWire(c net.Conn) *wire {
	return &wire{Conn: c, dead: make(chan struct{}), shut: make(chan struct{})}
}

func (w *wire) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	select {
	case <-w.dead:
		<-w.shut
		return 0, net.ErrClosed
	default:
		return n, err
	}
}

func (w *wire) Write(p []byte) (int, error) {
	select {
	case <-w.dead:
		return len(p), nil
	default:
		return w.Conn.Write(p)
	}
}

// Close is heard by the other side only as long as the wire is not dead.
func (w *wire) Close() error {
	w.once.Do(func() { close(w.shut) })
	select {
	case <-w.dead:
		return w.Conn.SetReadDeadline(time.Now()) // whoever reads hears it
	default:
		return w.Conn.Close()
	}
}

// A link to OpenSSH that is cut, or dies silently, in a remedy that takes long:
// what the host still does of it is ended, its lock is had again, and the run
// goes on.
func TestRunGoesOnAfterTheLinkWasLost(t *testing.T) {
	for name, lose := range map[string]func(*wire){
		"cut":           func(w *wire) { _ = w.Close() },
		"dead silently": func(w *wire) { close(w.dead) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.dialer.KeepAlive = 100 * time.Millisecond
			hostKey, _ := newKeyFile(t)
			d := newSSHD(t, hostKey, "AuthorizedKeysFile "+authorizedKeys(t, w.key))
			w.admit(t, "node:22", d)
			dial := w.dialer.DialNetwork
			var last *wire
			w.dialer.DialNetwork = func(ctx context.Context, network, to string) (net.Conn, error) {
				c, err := dial(ctx, network, to)
				if err != nil {
					return nil, err
				}
				last = newWire(c)
				return last, nil
			}
			dir := t.TempDir()
			node := w.host("node")
			node.Connection.User, node.Connection.State = d.user, filepath.Join(dir, "state")
			cd := "cd " + sh.Word(dir) + " || exit\n"
			work := command.Command{
				Name:   "work",
				Script: cd + "echo $$ >>begun; if [ $(wc -l <begun) = 1 ]; then echo working; sleep 600; fi; touch done",
				Unless: cd + "[ -e done ]",
			}
			st := (&recipes.Play{}).Stage("s", []inventory.Host{node}, recipes.RoleFunc(func(h *recipes.Host) error {
				h.DoWithin(recipes.Limits{Tries: 2, Pause: time.Millisecond}, work)
				return nil
			}))
			var told report.Event
			r := runner.Runner{Dialer: w.dialer, Reporter: report.Func(func(e report.Event) {
				if strings.TrimSpace(e.Line) == "working" {
					lose(last)
				}
				if e.Kind == report.Task {
					told = e
				}
			})}
			began := time.Now()
			if _, err := r.Run(t.Context(), []*recipes.Stage{st}); err != nil || told.Result != report.Changed || told.Tries != 2 {
				t.Errorf("%v: %+v", err, told)
			}
			if took := time.Since(began); took > 30*time.Second {
				t.Errorf("it took %s", took)
			}
			first, _, _ := strings.Cut(read(t, filepath.Join(dir, "begun")), "\n")
			if stat, err := os.ReadFile("/proc/" + first + "/stat"); err == nil && !strings.Contains(string(stat), ") Z ") {
				t.Errorf("the first try still runs: %s", stat)
			}
		})
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
