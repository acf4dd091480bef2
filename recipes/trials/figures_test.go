//go:build lab

package trials_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	inventories "github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport/sshx"
	"github.com/hrun-dev/hrun/tasks/file"
)

// What files on one host behind the bastion may cost, however long the link is,
// on a machine that has nothing else to do.
const (
	mostPerTask   = 3 * time.Millisecond // that is in sync
	tripsInSync   = 3                    // of 1,000 files
	tripsOfChange = 4                    // of 100 small files
)

// figures is a number of files on one node.
type figures struct {
	Files int
	Body  string
}

func (f figures) Build(p *recipes.Play) error {
	hosts, err := p.Inventory.Group("nodes")
	if err != nil {
		return err
	}
	p.Stage("files", hosts[:1], recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(file.Directory{Path: "/srv/figures"})
		for i := range f.Files {
			h.Do(file.Content{Path: fmt.Sprintf("/srv/figures/%d", i), Body: f.Body})
		}
		return nil
	}))
	return nil
}

// BenchmarkLabFiles measures whole runs, from the first handshake on.
func BenchmarkLabFiles(b *testing.B) {
	const many = 1000
	figures{many, "in sync\n"}.apply(b, 0)
	for _, roundTrip := range []time.Duration{0, 50 * time.Millisecond, 100 * time.Millisecond} {
		b.Run(fmt.Sprintf("roundtrip=%s/in-sync", roundTrip), func(b *testing.B) {
			few, _ := median(b, roundTrip, func(int) figures { return figures{1, "in sync\n"} })
			all, counts := median(b, roundTrip, func(int) figures { return figures{many, "in sync\n"} })
			each := (all - few) / (many - 1)
			b.ReportMetric(milliseconds(few), "ms-1-file")
			b.ReportMetric(milliseconds(all), "ms-1000-files")
			b.ReportMetric(milliseconds(each), "ms/file")
			b.ReportMetric(float64(counts.Trips), "trips")
			if counts.Changed != 0 || counts.Trips > tripsInSync || each > mostPerTask {
				b.Errorf("%d changed, %d trips, %s a task", counts.Changed, counts.Trips, each)
			}
		})
		b.Run(fmt.Sprintf("roundtrip=%s/changed", roundTrip), func(b *testing.B) {
			took, counts := median(b, roundTrip, func(run int) figures { return figures{100, fmt.Sprintln(roundTrip, run)} })
			b.ReportMetric(milliseconds(took), "ms-100-files")
			b.ReportMetric(float64(counts.Trips), "trips")
			if counts.Changed != 100 || counts.Trips > tripsOfChange {
				b.Errorf("%d changed, %d trips", counts.Changed, counts.Trips)
			}
		})
		figures{many, "in sync\n"}.apply(b, 0)
	}
}

// median applies descriptions several times, and returns the time of the one
// in the middle and what the last one has counted.
func median(b *testing.B, roundTrip time.Duration, described func(run int) figures) (time.Duration, report.Counts) {
	b.Helper()
	const runs = 7
	var took []time.Duration
	var counts report.Counts
	for run := range runs {
		began := time.Now()
		counts = described(run).apply(b, roundTrip)
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(0, "ns/op")
	return took[runs/2], counts
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// apply runs the recipe over a link to the bastion that takes so long to it and
// back.
func (f figures) apply(b *testing.B, roundTrip time.Duration) report.Counts {
	b.Helper()
	inv, err := inventories.Load(beside("lab.yaml"))
	if err != nil {
		b.Fatal(err)
	}
	play, err := recipes.Build(inv, nil, f)
	if err != nil {
		b.Fatal(err)
	}
	r := runner.Runner{Dialer: &sshx.Dialer{Inventory: inv.Host, DialNetwork: slowly(roundTrip / 2)}}
	summary, err := r.Run(b.Context(), play.Stages)
	if err != nil {
		b.Fatal(err)
	}
	return summary.Hosts["node01"]
}
