package outage_test

import (
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/guard/guardtest"
	"github.com/hrun-dev/hrun/tasks/outage"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// node is a shell in a network of its own, with an interface.
func node(t *testing.T, shell ...string) *guardtest.Run {
	t.Helper()
	r := guardtest.Begin(t, append([]string{"unshare", "--net"}, shell...)...)
	r.Do("ip link add eth0 type veth peer name eth1 && ip link set eth0 up && ip link set eth1 up")
	return r
}

func holding(r *guardtest.Run, again bool) outage.Holding {
	return outage.Holding{Name: "holding", Address: address, Again: again, Dir: r.File("it's run")}
}

// The address comes and goes for shorter than a second: the kernel tells it.
func TestHolding(t *testing.T) {
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		r := node(t, shell...)
		r.Do("ip address add 192.0.2.1/27 dev eth0")
		r.Do(holding(r, false).First()) // as long as nobody watches, it is what is so now
		r.Do(steps(t, holding(r, false), "none\n"))
		r.Do(holding(r, false).First())
		r.Until("it is seen every second", func() bool { return strings.Count(prints(t, r, holding(r, false).Log()), "\nat ") >= 2 })
		r.Do(`ip address del 192.0.2.1/27 dev eth0 && ip address add 192.0.2.10/27 dev eth0 && sleep 0.2 &&
ip address add 192.0.2.1/27 dev eth0 && ip address del 192.0.2.1/27 dev eth0 && ip address add 2001:db8::1/64 dev eth0`)
		r.Do(holding(r, false).First())
		r.Until("it is told", func() bool { return strings.Contains(prints(t, r, holding(r, false).Log()), "2001:db8::1") })
		h := hold(t, "a", prints(t, r, holding(r, false).Log()))
		if !h.First || h.Last || len(h.Intervals) != 2 || h.Intervals[0].To.Sub(h.Intervals[0].From) < time.Second || h.Intervals[1].From.Sub(h.Intervals[0].To) < 200*time.Millisecond {
			t.Errorf("%+v", h)
		}
		if now := time.Now(); now.Sub(h.Intervals[1].To) > time.Minute || h.Intervals[1].To.After(now) {
			t.Errorf("now is %v, and the last was seen at %v", now, h.Intervals[1].To)
		}
		r.Do(steps(t, holding(r, false).End(), "stands\n"))
		if got := prints(t, r, holding(r, false).Log()); got != "nobody watches\n" {
			t.Errorf("then the log is %q", got)
		}
		r.Until("nobody watches any more", func() bool { return len(r.Processes()) == 0 })
	})
}

// What was seen before a crash is not lost, and does not go on after it. Here the
// crash is that of all that watches.
func TestHoldingThroughACrash(t *testing.T) {
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		r := node(t, shell...)
		six := holding(r, false)
		six.Address = netip.MustParseAddr("2001:db8::1")
		r.Do("ip address add 2001:db8::1/64 dev eth0 nodad")
		r.Do(steps(t, six, "none\n"))
		guardtest.Kill(t, r.File("it's run/holding"))
		r.Do("printf 'at 1795' >>" + sh.Word(r.File("it's run/holding.log"))) // it did not come to the end of the line
		r.Do("rm -r " + sh.Word(r.File("it's run/holding")))                  // as /run is empty after a boot
		r.Do("ip address del 2001:db8::1/64 dev eth0")
		six.Again = true
		r.Do(steps(t, six, "none\n"))
		h, err := outage.Hold("a", six.Address, prints(t, r, six.Log()))
		if err != nil || !h.First || h.Last || len(h.Intervals) != 1 {
			t.Errorf("%+v, %v", h, err)
		}
		if log := prints(t, r, six.Log()); strings.Count("\n"+log, "\nbegin ") != 2 {
			t.Errorf("it does not begin twice:\n%s", log)
		}
		r.Do(steps(t, six.End(), "stands\n"))
		six.Again = false
		r.Do(steps(t, six, "none\n"))
		r.Do(`! { ` + six.First() + `
}`)
		r.Close()
		r.Await("it's run/holding.log", false)
	})
}

func TestHoldingConforms(t *testing.T) {
	standing := guardtest.Standing(t)
	task := func(again bool) func(string) tasks.Task {
		return func(root string) tasks.Task {
			return outage.Holding{Name: "holding", Address: address, Dir: root + "/it's run", Again: again}
		}
	}
	watched := func(t testing.TB, root string) {
		h := taskstest.NewHost(t, "dash", standing)
		if r := h.Run(steps(t, task(false)(root), "none\n")); r.Status != 0 {
			t.Fatal(r.Err())
		}
	}
	killed := func(t testing.TB, root string) {
		watched(t, root)
		if err := os.WriteFile(root+"/it's run/holding/process", []byte("1:1\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "nobody watches", Task: task(false), Commands: standing},
		taskstest.Case{Name: "nobody watches any more", Task: task(true), Commands: standing},
		taskstest.Case{Name: "somebody watches", Task: task(true), Setup: watched, InSync: true},
		taskstest.Case{Name: "killed", Task: task(false), Setup: killed, Refused: "has ended without"},
	)
}
