package keepalived_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/internal/segmenttest"
	"github.com/hrun-dev/hrun/recipes/keepalived"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// daemon is a keepalived that runs on a node.
type daemon struct {
	*segmenttest.Node
	*exec.Cmd
	config string
}

// pair returns two daemons, with what the role writes. The first counts as well
// as long as the file is there.
func pair(t *testing.T) (bridge *segmenttest.Node, first, second *daemon, well string) {
	t.Helper()
	bridge, ns := segmenttest.New(t, 2)
	dir := t.TempDir()
	for d := dir; d != os.TempDir(); d = filepath.Dir(d) { // the user nobody must get there
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	well = filepath.Join(dir, "well")
	if err := os.WriteFile(well, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	tracked := keepalived.Script{Name: "well", Command: "/usr/bin/test -e " + well, Interval: time.Second, Timeout: time.Second, Fall: 1, Rise: 1}
	var ds []*daemon
	for i, n := range ns {
		r := keepalived.Router{Interface: "eno1", VIPs: vips("192.0.2.100/24"), Auth: sh.NewSecret("hunter2x"), Priority: 101 - i}
		if i == 0 {
			r.State, r.Scripts = keepalived.Master, []keepalived.Script{tracked}
		}
		d := &daemon{Node: n, config: filepath.Join(dir, []string{"first", "second"}[i])}
		if err := os.WriteFile(d.config, []byte(configured(t, r)), 0o600); err != nil {
			t.Fatal(err)
		}
		ds = append(ds, d)
	}
	return bridge, ds[0], ds[1], well
}

// configured returns the file that the role writes.
func configured(t *testing.T, r keepalived.Router) string {
	t.Helper()
	h, err := recipestest.Host("lb1", r)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range h.Work {
		if w.Task.String() == "file /etc/keepalived/keepalived.conf" {
			change, err := w.Task.Plan("absent\n")
			if err != nil {
				t.Fatal(err)
			}
			return strings.Replace(wanted(change), "auth_pass (secret)", "auth_pass "+r.Auth.Reveal(), 1)
		}
	}
	t.Fatal("there is no file")
	return ""
}

func wanted(c tasks.Change) string {
	for _, s := range c.Steps {
		if s.Field == "content" {
			return s.Want
		}
	}
	return ""
}

func (d *daemon) start() {
	d.T.Helper()
	d.Cmd = exec.Command(d.Enter()[0], append(d.Enter()[1:], "keepalived", "--dont-fork", "--vrrp", "--log-console", "--use-file", d.config)...)
	if err := d.Cmd.Start(); err != nil {
		d.T.Fatal(err)
	}
	d.T.Cleanup(d.stop)
}

func (d *daemon) stop() {
	if d.Cmd != nil {
		_ = d.Cmd.Process.Signal(syscall.SIGTERM)
		_ = d.Cmd.Wait()
		d.Cmd = nil
	}
}

// settles waits until exactly the nodes that shall hold the address do.
func settles(t *testing.T, when string, a, b *daemon, first, second bool) {
	t.Helper()
	began := time.Now()
	for a.Holds("192.0.2.100") != first || b.Holds("192.0.2.100") != second {
		if time.Since(began) > 15*time.Second {
			t.Fatalf("%s: the first holds it: %v, the second: %v", when, a.Holds("192.0.2.100"), b.Holds("192.0.2.100"))
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Logf("%s: after %v", when, time.Since(began).Round(10*time.Millisecond))
}

func TestLiveFailover(t *testing.T) {
	t.Parallel()
	_, a, b, well := pair(t)
	a.start()
	b.start()
	settles(t, "both started", a, b, true, false)
	a.stop()
	settles(t, "the first stopped", a, b, false, true)
	a.start()
	settles(t, "the first came back", a, b, true, false)
	if err := os.Remove(well); err != nil {
		t.Fatal(err)
	}
	settles(t, "the first is not well", a, b, false, true)
	if err := os.WriteFile(well, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	settles(t, "the first is well again", a, b, true, false)
}

// What the documentation of Router says of a link that is cut.
func TestLiveCutLinkLeavesTwoHolders(t *testing.T) {
	t.Parallel()
	bridge, a, b, _ := pair(t)
	a.start()
	b.start()
	settles(t, "both started", a, b, true, false)
	bridge.Run("ip link set p2 nomaster")
	settles(t, "the link is cut", a, b, true, true)
	bridge.Run("ip link set p2 master br0")
	settles(t, "the link is back", a, b, true, false)
}

// A reload in the order of the role moves nothing, and takes up a new password.
func TestLiveReload(t *testing.T) {
	t.Parallel()
	_, a, b, _ := pair(t)
	a.start()
	b.start()
	settles(t, "both started", a, b, true, false)
	for _, d := range []*daemon{b, a} {
		body, err := os.ReadFile(d.config)
		if err != nil {
			t.Fatal(err)
		}
		body = []byte(strings.NewReplacer("hunter2x", "swordfis", "192.0.2.100", "192.0.2.101").Replace(string(body)))
		if err := os.WriteFile(d.config, body, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := d.Cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
	}
	settles(t, "the old address is gone", a, b, false, false)
	for range 100 { // longer than it takes to miss three advertisements
		if b.Holds("192.0.2.101") {
			t.Fatal("the second holds the new address: they do not understand each other")
		}
		time.Sleep(50 * time.Millisecond)
	}
	if !a.Holds("192.0.2.101") {
		t.Error("the first does not hold the new address")
	}
}
