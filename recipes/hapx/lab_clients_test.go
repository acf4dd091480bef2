//go:build lab

package hapx_test

import (
	"bytes"
	"context"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// clients ask for the page with statistics from the bastion all the time, one
// after the other, in a way that hrun has no part in.
type clients struct {
	t     *testing.T
	asked bytes.Buffer
	end   context.CancelFunc
	ended chan struct{}
}

func watch(t *testing.T) *clients {
	t.Helper()
	ctx, end := context.WithCancel(t.Context())
	c := &clients{t: t, end: end, ended: make(chan struct{})}
	ask := exec.CommandContext(ctx, "nsenter", "--net=/run/netns/hrun-test-busybox", "--", "sh", "-c", `while :; do
	now=$(date +%s.%N)
	code=$(curl -s -m 0.3 -o /dev/null -w '%{http_code}' -u admin:admin http://192.168.4.20:32700/)
	echo "$now $code"
	sleep 0.05
done`)
	ask.Stdout = &c.asked
	if err := ask.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(c.ended)
		_ = ask.Wait() // it is killed
	}()
	t.Cleanup(end)
	return c
}

// lostAtMost fails the test if the service did not answer for longer, or if
// nobody asked.
func (c *clients) lostAtMost(bound time.Duration) {
	c.t.Helper()
	c.end()
	<-c.ended
	var since, longest float64
	asked, lost := 0, 0
	for line := range strings.Lines(c.asked.String()) {
		at, code, whole := strings.Cut(strings.TrimSpace(line), " ")
		now, err := strconv.ParseFloat(at, 64)
		if !whole || err != nil {
			continue // it was killed at this line
		}
		asked++
		if since == 0 {
			since = now
		}
		if longest = max(longest, now-since); code == "200" {
			since = now
		} else {
			lost++
		}
	}
	c.t.Logf("without an answer for %.2f s, %d of %d requests lost", longest, lost, asked)
	if asked < 20 || longest > bound.Seconds() {
		c.t.Errorf("without an answer for %.2f s, want at most %s; %d requests", longest, bound, asked)
	}
}
