package runner_test

import (
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport/faketransport"
	"github.com/hrun-dev/hrun/tasks/file"
)

// faraway is a host in memory whose shell is a real one, behind a link that
// takes 50 ms to it and back.
func faraway() *faketransport.Host {
	return &faketransport.Host{RoundTrip: 50 * time.Millisecond, Run: func(program io.Reader, stdout, stderr io.Writer) int {
		sh := exec.Command("sh")
		sh.Stdin, sh.Stdout, sh.Stderr = program, stdout, stderr
		_ = sh.Run() // its status says all
		return sh.ProcessState.ExitCode()
	}}
}

// farFiles brings files to the host of a lab over that link.
func (l *lab) farFiles(bodies []string) report.Counts {
	l.t.Helper()
	stage := l.stage("files", func(h *recipes.Host) {
		for i, body := range bodies {
			h.Do(file.Content{Path: l.path("a", fmt.Sprint(i)), Body: body})
		}
	})
	r := runner.Runner{Dialer: &faketransport.Dialer{Hosts: map[string]*faketransport.Host{"a": faraway()}}}
	began := time.Now()
	summary, err := r.Run(l.t.Context(), []*recipes.Stage{stage})
	if err != nil {
		l.t.Fatal(err)
	}
	counts := summary.Hosts["a"]
	l.t.Logf("%d files: %d ok, %d changed, %d trips, %s", len(bodies), counts.OK, counts.Changed, counts.Trips, time.Since(began))
	return counts
}

// What is printed comes back while the program is still on its way: with much
// of both, neither side may wait for the other.
func TestThousandFilesInSyncTakeOneTrip(t *testing.T) {
	l := newLab(t, "a")
	bodies := make([]string, 1000)
	for i := range bodies {
		bodies[i] = strings.Repeat(fmt.Sprintln("line of file", i), 100)
		l.write("a", fmt.Sprint(i), bodies[i])
	}
	if c := l.farFiles(bodies); c.OK != 1000 || c.Trips != 1 {
		t.Errorf("%d of 1000 files are in sync, in %d trips", c.OK, c.Trips)
	}
	for i := range 100 {
		bodies[i*10] += "changed\n" // the old body comes back, to be shown
	}
	if c := l.farFiles(bodies); c.Changed != 100 || c.Trips > 3 {
		t.Errorf("%d of 100 files are changed, in %d trips", c.Changed, c.Trips)
	}
}

func TestHundredChangedFilesTakeTwoTrips(t *testing.T) {
	bodies := make([]string, 100)
	for i := range bodies {
		bodies[i] = fmt.Sprintln("file", i)
	}
	if c := newLab(t, "a").farFiles(bodies); c.Changed != 100 || c.Trips != 2 {
		t.Errorf("%d of 100 files are changed, in %d trips", c.Changed, c.Trips)
	}
}
