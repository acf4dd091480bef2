package runner

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
)

// run is one run of a Runner.
type run struct {
	*Runner
	mask    *mask
	started time.Time
	hosts   map[string]*host // every host of the play, by name

	changes atomic.Int64 // remedies run so far, on all hosts; dates the observations
	planned atomic.Bool  // check mode: some host would be changed

	saying sync.Mutex // one event at a time
}

// Run carries out the stages in order. A host that fails does no later stage.
// The error holds, one a host and within a [*multierror.Error], a [*TaskError],
// [*HostError], [*LockedError] or [*StoppedError]; if the run was interrupted
// it holds the context's error too. A Summary event is always reported last.
func (r *Runner) Run(ctx context.Context, stages []*recipes.Stage) (report.Summary, error) {
	u := &run{Runner: r, mask: newMask(stages), started: time.Now(), hosts: map[string]*host{}}
	plan := u.lay(stages)
	defer u.close()
	for _, s := range plan {
		s.carryOut(ctx)
	}
	summary := u.summary()
	u.say(report.Event{Kind: report.Done, Summary: &summary})
	var all *multierror.Error
	for _, h := range u.inOrder(stages) {
		if h.err != nil && !errors.Is(h.err, ctx.Err()) {
			all = multierror.Append(all, u.mask.error(h.err))
		}
	}
	return summary, errors.Join(ctx.Err(), all.ErrorOrNil())
}

// lay numbers the work of every host through all stages, so that the probes
// of all of it can go out together.
func (u *run) lay(stages []*recipes.Stage) []*stage {
	var plan []*stage
	for _, s := range stages {
		st := &stage{run: u, name: s.Name, serial: s.Serial, once: s.Once}
		for _, rh := range s.Hosts {
			if u.Limit != nil && !u.Limit(rh.Name) {
				continue
			}
			h := u.hosts[rh.Name]
			if h == nil {
				h = &host{run: u, Host: rh.Host}
				u.hosts[rh.Name] = h
			}
			st.hosts = append(st.hosts, h)
		}
		for _, seg := range s.Segments() {
			st.segments = append(st.segments, st.lay(seg))
		}
		plan = append(plan, st)
	}
	return plan
}

// inOrder returns the hosts in the order in which stages name them.
func (u *run) inOrder(stages []*recipes.Stage) []*host {
	var hs []*host
	seen := map[string]bool{}
	for _, s := range stages {
		for _, rh := range s.Hosts {
			if h := u.hosts[rh.Name]; h != nil && !seen[rh.Name] {
				seen[rh.Name] = true
				hs = append(hs, h)
			}
		}
	}
	return hs
}

func (u *run) summary() report.Summary {
	s := report.Summary{Check: u.Check, Elapsed: time.Since(u.started), Hosts: map[string]report.Counts{}}
	for name, h := range u.hosts {
		c := h.counts
		if h.session != nil {
			c.Trips = h.session.Trips
		}
		s.Hosts[name] = c
	}
	return s
}

func (u *run) close() {
	var all sync.WaitGroup
	for _, h := range u.hosts {
		all.Go(h.close)
	}
	all.Wait()
}
