//go:build lab

package trials_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// kills is how often a run is killed, and seed from which the moments of that
// are drawn.
const kills, seed = 100, 1

// Whenever a run is killed, one more run brings everything to the described
// state, every service has been restarted exactly once, with the last
// configuration, and nothing is left of the first run.
func TestLabKilledAtAnyMoment(t *testing.T) {
	var whole time.Duration // what a run takes
	for version := 1; version <= 4; version++ {
		described := describe(t, version)
		began := time.Now()
		if out, code := apply(t); code != 0 {
			t.Fatalf("version %d: exit %d\n%s", version, code, out)
		}
		if version > 1 { // the first one installs
			whole = max(whole, time.Since(began))
		}
		everywhere(t, func(host string) error { return looksAs(t, host, described) })
	}
	t.Logf("seed %d, a run takes %s", seed, whole)
	random := rand.New(rand.NewPCG(seed, 0))
	moments := map[string]int{}
	for i := range kills {
		described := describe(t, 5+i)
		moment, began := time.Duration(random.Float64()*float64(whole)), time.Now()
		reached := killed(t, moment)
		moments[reached]++
		if reached == all {
			whole = time.Since(began) // it is faster by now
		}
		if out, code := apply(t, "--lock-wait", "30s"); code != 0 {
			t.Fatalf("kill %d after %s, %s: the next run: exit %d\n%s", i, moment, reached, code, out)
		}
		everywhere(t, func(host string) error {
			if err := looksAs(t, host, described); err != nil {
				return fmt.Errorf("kill %d after %s, %s: %w", i, moment, reached, err)
			}
			return nil
		})
		if t.Failed() {
			return
		}
	}
	t.Logf("killed when it had told of %v", moments)
}

// all is what a run reaches that comes to its end before it is killed.
const all = "all"

// describe writes another description of the services, and returns it.
func describe(t *testing.T, version int) service {
	t.Helper()
	s := service{Version: version, Data: beside("data")}
	line := fmt.Sprintf("data of version %d\n", version)
	if err := os.WriteFile(s.Data, bytes.Repeat([]byte(line), 2<<20/len(line)), 0o600); err != nil {
		t.Fatal(err)
	}
	parameters := fmt.Sprintf("{service: {version: %d, data: %s}}", version, s.Data)
	if err := os.WriteFile(beside("service.yaml"), []byte(parameters), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

func applied(args ...string) []string {
	return append([]string{"apply", "service", "-i", beside("lab.yaml"), "-e", "@" + beside("service.yaml")}, args...)
}

func apply(t *testing.T, args ...string) (string, int) {
	t.Helper()
	return hrun(t, applied(args...)...)
}

// killed begins a run, kills it after some time, and returns the kind of task
// that it has told of last.
func killed(t *testing.T, moment time.Duration) string {
	t.Helper()
	var out bytes.Buffer
	run := call(t.Context(), applied("-o", "json")...)
	run.Stdout = &out
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(moment, func() { _ = run.Process.Kill() })
	err := run.Wait()
	timer.Stop()
	if err == nil {
		return all
	}
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != -1 {
		t.Fatalf("the run was to be killed: %v\n%s", err, &out)
	}
	es := events(out.Bytes())
	if len(es) == 0 {
		return "nothing"
	}
	kind, _, _ := strings.Cut(es[len(es)-1].Task, " ")
	return kind
}

// everywhere looks at all nodes at once.
func everywhere(t *testing.T, look func(host string) error) {
	t.Helper()
	var looks sync.WaitGroup
	for _, host := range nodes {
		looks.Go(func() {
			if err := look(host); err != nil {
				t.Errorf("%s: %v", host, err)
			}
		})
	}
	looks.Wait()
}
