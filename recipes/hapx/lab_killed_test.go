//go:build lab

package hapx_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// second is a cluster besides that of the other tests, with machines of its
// own, which are gone when the test ends.
func second(t testing.TB, name, port string) lab {
	t.Helper()
	l := lab{dir: cluster.dir, inventory: filepath.Join(t.TempDir(), "hapx.yaml"), port: port}
	if err := l.describe(filepath.Join("../../examples/hapx.yaml"), name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.down(t) })
	return l
}

// upAll is what brings a cluster up from nothing.
func (l lab) upAll(args ...string) []string {
	return append([]string{"apply", "recipes/vm", "recipes/busybox", "recipes/hapx", "-i", l.inventory, "-e", "vm.provider=nspawn", "--lock-wait", "5m"}, args...)
}

// down removes all of it. The test may have ended.
func (l lab) down(t testing.TB) {
	t.Helper()
	down := exec.CommandContext(context.WithoutCancel(t.Context()), filepath.Join(l.dir, "bin/hrun"),
		"apply", "recipes/busybox/down", "recipes/vm/down", "-i", l.inventory, "--lock-wait", "5m", "--yes")
	if out, err := down.CombinedOutput(); err != nil {
		t.Errorf("down: %v\n%s", err, out)
	}
}

// answers waits for the stats page of the proxy, seen from the bastion.
func (l lab) answers(t testing.TB) {
	t.Helper()
	l.on(t, "busybox", `tries=0
until [ "$(curl -s -m 2 -o /dev/null -w '%{http_code}' -u admin:admin http://192.168.4.20:32700/)" = 200 ]; do
	tries=$((tries + 1))
	[ "$tries" -le 60 ] || { echo "the stats page does not answer" >&2; exit 1; }
	sleep 0.5
done`)
}

// Whenever a run is killed that brings everything up, the next one goes on, and
// the last comes to its end; and what was made so is removed without a trace.
func TestLabUpKilledAtAnyMoment(t *testing.T) {
	const seed = 4
	random := rand.New(rand.NewPCG(seed, 0))
	l := second(t, "killed", "22723")
	l.foresees(t)
	for _, changes := range []int{1 + random.IntN(4), 1 + random.IntN(6), 1 + random.IntN(6), 3 + random.IntN(8), 5 + random.IntN(12), 5 + random.IntN(12)} {
		pause := time.Duration(random.IntN(400)) * time.Millisecond
		t.Logf("killed %s after %s", pause, l.killed(t, changes, pause))
	}
	if out, code := l.hrun(t, l.upAll()...); code != 0 {
		t.Fatalf("the last run: exit %d\n%s", code, out)
	}
	l.answers(t)
	if out, code := l.hrun(t, l.upAll("--assert-idempotent")...); code != 0 {
		t.Errorf("one more run: exit %d\n%s", code, out)
	}
	l.down(t)
	traces := l.traces(t)
	for end := time.Now().Add(10 * time.Second); len(traces) > 0 && time.Now().Before(end); traces = l.traces(t) {
		time.Sleep(500 * time.Millisecond) // what was killed is reaped by whoever started it
	}
	if len(traces) > 0 {
		t.Errorf("these are left:\n%s", strings.Join(traces, "\n"))
	}
}

// foresees checks what a run would do from nothing: it changes nothing, and what
// it cannot know yet of machines that are not there waits for them.
func (l lab) foresees(t *testing.T) {
	t.Helper()
	out, code := l.hrun(t, l.upAll("--check", "--exit-code")...)
	if code != 3 || !strings.Contains(out, "is not made yet: the stage machines would make it") || !strings.Contains(out, "unreachable=0") || strings.Contains(out, "unreachable=1") {
		t.Errorf("check from nothing: exit %d\n%s", code, out)
	}
	if traces := l.traces(t); len(traces) > 0 {
		t.Errorf("it has made\n%s", strings.Join(traces, "\n"))
	}
}

// killed begins a run, kills it some time after it has told of so many changes,
// and returns the last of them.
func (l lab) killed(t *testing.T, changes int, pause time.Duration) string {
	t.Helper()
	return l.killedWhen(t, pause, l.upAll(), func(e event) bool {
		if e.Result == "changed" {
			changes--
		}
		return changes == 0
	})
}

// killedWhen begins a run, kills it some time after it has told of a moment, and
// returns the last change that it told of.
func (l lab) killedWhen(t *testing.T, pause time.Duration, args []string, come func(event) bool) string {
	t.Helper()
	run := exec.CommandContext(t.Context(), filepath.Join(l.dir, "bin/hrun"), append(args, "-o", "json")...)
	var errs bytes.Buffer
	run.Stderr = &errs
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	last, lines := "nothing", bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Errorf("not JSON: %q: %v", lines.Text(), err)
		}
		if e.Result == "failed" {
			t.Errorf("%s: %s: %s", e.Host, e.Task, e.Error)
		}
		if e.Result == "changed" {
			last = e.Host + ": " + e.Task
		}
		if come != nil && come(e) {
			come = nil
			time.AfterFunc(pause, func() { _ = run.Process.Kill() })
		}
	}
	exit := (*exec.ExitError)(nil)
	if err := run.Wait(); !errors.As(err, &exit) || exit.ExitCode() != -1 {
		t.Fatalf("the run was to be killed: %v\n%s", err, &errs)
	}
	return last
}

// traces returns what a lab that was removed has left on this machine.
func (l lab) traces(t *testing.T) []string {
	t.Helper()
	dir := filepath.Dir(l.inventory)
	out, err := run(t, dir, "sh", "-c", `ip netns list | grep hrun-killed-
grep -h hrun-killed- /proc/[0-9]*/mountinfo 2>/dev/null | sort -u
grep -hE 'hrun/killed(/|$)' /proc/[0-9]*/cgroup 2>/dev/null
find /sys/fs/cgroup -maxdepth 3 -path '*/hrun/killed'
find /var/lib/hrun/lab/killed /run/netns/hrun-killed-* /run/systemd/nspawn/propagate/hrun-killed-* 2>/dev/null
grep -H 'key killed/' .hrun/known_hosts 2>/dev/null
find . -type f ! -path ./hapx.yaml ! -path './.hrun/secrets/*' ! -name 'test-login*' ! -name ssh_config
exit 0`)
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return slices.DeleteFunc(strings.Split(out, "\n"), func(line string) bool { return line == "" })
}

// BenchmarkLabUp measures the way from nothing to an address that answers, with
// image and packages in the cache, and what of it is hrun's own work.
func BenchmarkLabUp(b *testing.B) {
	l := second(b, "bench", "22724")
	var took, own time.Duration
	for range b.N {
		l.down(b)
		began := time.Now()
		up := exec.CommandContext(b.Context(), filepath.Join(l.dir, "bin/hrun"), l.upAll()...)
		if out, err := up.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		l.answers(b)
		took += time.Since(began)
		own += up.ProcessState.UserTime() + up.ProcessState.SystemTime()
	}
	mean := func(d time.Duration) time.Duration { return d / time.Duration(b.N) }
	b.ReportMetric(mean(took).Seconds(), "s")
	b.ReportMetric(mean(own).Seconds(), "s-own")
	b.ReportMetric(0, "ns/op")
	const most, mostOwn = 75 * time.Second, 3 * time.Second
	if mean(took) > most || mean(own) > mostOwn {
		b.Error(fmt.Errorf("it may take %s, and %s of hrun's own", most, mostOwn))
	}
}
