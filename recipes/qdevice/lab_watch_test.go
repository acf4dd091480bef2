//go:build lab

package qdevice_test

import (
	"context"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/labtest"
)

const (
	first, second = "hapx-node01", "hapx-node02"
	arbiter       = "busybox"
	vip           = "192.168.4.20"
)

// watch looks at both nodes several times a second for the address, and has the
// arbiter's machine ask it every 50 ms.
type watch struct {
	lab  *labtest.Lab
	stop context.CancelFunc
	done sync.WaitGroup

	held   []string // who held it, each change once: node names with blanks between
	widest time.Duration
	asked  string
}

// asking asks the address until its file is gone, and prints the longest time
// in milliseconds between two answers.
const asking = `: >/run/asking
last=$(date +%s%3N) longest=0
while [ -e /run/asking ]; do
	if curl -s -o /dev/null -m 1 http://` + vip + `:32700/; then
		now=$(date +%s%3N)
		[ $((now - last)) -le $longest ] || longest=$((now - last))
		last=$now
	fi
	sleep 0.05
done
now=$(date +%s%3N)
[ $((now - last)) -le $longest ] || longest=$((now - last))
echo "longest $longest"`

func begin(t *testing.T, l *labtest.Lab) *watch {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	w := &watch{lab: l, stop: stop}
	w.done.Go(func() { w.asked, _ = l.Try(t, arbiter, asking) })
	w.done.Go(func() {
		for last := time.Now(); ctx.Err() == nil; time.Sleep(50 * time.Millisecond) {
			now := time.Now()
			w.widest, last = max(w.widest, now.Sub(last)), now
			if who := holders(l); len(w.held) == 0 || w.held[len(w.held)-1] != who {
				w.held = append(w.held, who)
			}
		}
	})
	t.Cleanup(stop)
	time.Sleep(500 * time.Millisecond) // so that both have begun
	return w
}

// holders looks from this machine, so that a node that is cut off is seen too.
func holders(l *labtest.Lab) string {
	var who []string
	for _, node := range []string{first, second} {
		out, err := exec.Command("ip", "-n", hypervisor.Namespace(l.Name, node), "-o", "-4", "address", "show", "to", vip).Output()
		switch {
		case err != nil:
			return "nobody knows: " + err.Error()
		case len(out) > 0:
			who = append(who, node)
		}
	}
	return strings.Join(who, " ")
}

// end returns who held the address, in turn, and for how long it did not answer.
func (w *watch) end(t *testing.T) (held []string, outage time.Duration) {
	t.Helper()
	w.lab.On(t, arbiter, "rm -f /run/asking")
	w.stop()
	w.done.Wait()
	_, ms, _ := strings.Cut(strings.TrimSpace(w.asked), "longest ")
	n, err := strconv.Atoi(ms)
	if err != nil {
		t.Fatalf("the asking printed %q", w.asked)
	}
	if w.widest > 2*time.Second {
		t.Errorf("nobody has looked at the nodes for %v", w.widest)
	}
	for _, who := range w.held {
		if strings.Contains(who, " ") {
			t.Errorf("two nodes held the address: %q", w.held)
		}
	}
	outage = time.Duration(n) * time.Millisecond
	t.Logf("held by %q, at most %v without an answer", w.held, outage)
	return w.held, outage
}

// stayed expects that the address was where it is, and answered.
func (w *watch) stayed(t *testing.T) {
	t.Helper()
	held, outage := w.end(t)
	if len(held) != 1 || outage > 2*time.Second {
		t.Errorf("the address has moved, or did not answer for %v: %q", outage, held)
	}
}

// eventually waits until a script succeeds on a machine.
func eventually(t *testing.T, l *labtest.Lab, machine, script string) {
	t.Helper()
	var said string
	var err error
	for end := time.Now().Add(90 * time.Second); time.Now().Before(end); time.Sleep(time.Second) {
		if said, err = l.Try(t, machine, script); err == nil {
			return
		}
	}
	t.Fatalf("%s: still not: %s: %v: %s", machine, script, err, said)
}

// other returns the node that is not the given one.
func other(node string) string {
	if node == first {
		return second
	}
	return first
}
