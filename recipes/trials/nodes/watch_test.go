//go:build lab

package nodes_test

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

// watched is what was seen while something was done: by a client that asks the
// address every 50 ms, and by nodes that look as often whether they have it.
type watched struct {
	longest time.Duration // between the beginnings of two requests that were answered
	held    map[string][]int64
}

// asking asks the page until its file is gone. Each line is the time in
// milliseconds and the status.
const asking = `rm -f /run/ask.log; touch /run/ask
while [ -e /run/ask ]; do
	echo "$(date +%s%3N) $(curl -s -m 1 -o /dev/null -w '%{http_code}' -u admin:admin http://192.168.4.20:32700/)" >>/run/ask.log
	sleep 0.05
done`

// holding notes when this node has the address, as long as its file is there.
const holding = `rm -f /run/held.log; touch /run/hold /run/held.log
while [ -e /run/hold ]; do
	case $(ip -o -4 addr show) in *' 192.168.4.20/'*) date +%s%3N >>/run/held.log ;; esac
	sleep 0.05
done`

func background(script string) string {
	return "setsid sh >/dev/null 2>&1 <<'END' &\n" + script + "\nEND\nsleep 0.2"
}

// watch does something, and returns what was seen meanwhile. The nodes are those
// that are there before and after.
func (l trial) watch(t *testing.T, nodes []string, do func()) watched {
	t.Helper()
	for _, n := range nodes {
		l.On(t, n, background(holding))
	}
	l.On(t, "busybox", background(asking))
	l.eventually(t, "busybox", "grep -q ' 200$' /run/ask.log", nil)
	do()
	l.eventually(t, "busybox", "tail -n 3 /run/ask.log | grep -q ' 200$'", nil)
	time.Sleep(time.Second)
	w := watched{held: map[string][]int64{}}
	var last int64
	for line := range strings.Lines(l.On(t, "busybox", "rm /run/ask; sleep 0.2; cat /run/ask.log")) {
		at, status, _ := strings.Cut(strings.TrimSpace(line), " ")
		now := milliseconds(t, at)
		if status != "200" {
			continue
		}
		if last != 0 {
			w.longest = max(w.longest, time.Duration(now-last)*time.Millisecond)
		}
		last = now
	}
	for _, n := range nodes {
		for _, at := range strings.Fields(l.On(t, n, "rm /run/hold; sleep 0.2; cat /run/held.log")) {
			w.held[n] = append(w.held[n], milliseconds(t, at))
		}
	}
	return w
}

func milliseconds(t *testing.T, text string) int64 {
	t.Helper()
	at, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatalf("%q is no time", text)
	}
	return at
}

// both returns for how long two nodes had the address at once: the sum of the
// pauses between two looks of a node, both of which found it, in which another
// node found it too.
func (w watched) both() (sum time.Duration) {
	for a, at := range w.held {
		for i := 1; i < len(at); i++ {
			if at[i]-at[i-1] > 500 {
				continue // it was away, or the node did not look
			}
			for b, others := range w.held {
				for _, other := range others {
					if a < b && at[i-1] <= other && other <= at[i] {
						sum += time.Duration(at[i]-at[i-1]) * time.Millisecond
						break
					}
				}
			}
		}
	}
	return sum
}

// bound fails unless the address answered again within that time, and only one
// node ever had it.
func (w watched) bound(t *testing.T, what string, most time.Duration) {
	t.Helper()
	t.Logf("%s: %v between two answers at most", what, w.longest)
	if w.longest > most {
		t.Errorf("%s: %v without an answer, want %v at most", what, w.longest, most)
	}
	if both := w.both(); both > 0 {
		t.Errorf("%s: two nodes had the address for %v", what, both)
	}
}
