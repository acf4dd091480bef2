package runner

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
)

// run is one run of a Runner.
type run struct {
	*Runner
	owner   string // of the locks
	mask    *mask
	started time.Time
	hosts   map[string]*host // every host of the play, by name
	stopped bool             // no host begins anything more, in no stage
	halting bool             // because of surveys, that is so once another stage begins
	looks   bool             // all stages that are known are surveys: no lock is taken
	warned  map[string]bool  // see [run.warn]

	changes atomic.Int64 // remedies run so far, on all hosts; dates the observations
	planned atomic.Bool  // check mode: some host would be changed

	saying sync.Mutex // one event at a time
}

// Run carries out the stages in order. A host that fails does no later stage.
// The error holds, one a host but for what surveys have found, and within a
// [*multierror.Error], a [*TaskError],
// [*HostError], [*LockedError], [*StoppedError] or [*UnmadeError]; if the run was interrupted
// it holds the context's error too. A host that could not be reached, and may
// be missing (see [recipes.SkipUnreachable]), is no error. A Summary event is
// always reported last.
func (r *Runner) Run(ctx context.Context, stages []*recipes.Stage) (report.Summary, error) {
	u := r.begin()
	defer u.close()
	u.looks = onlySurveys(stages)
	u.carryOut(ctx, stages)
	return u.end(ctx, stages, nil)
}

func (r *Runner) begin() *run {
	m := newMask(nil)
	m.others = r.Secrets
	return &run{Runner: r, owner: owner(), mask: m, started: time.Now(), hosts: map[string]*host{}}
}

// carryOut does stages of the play, which may be called again for those that
// follow.
func (u *run) carryOut(ctx context.Context, stages []*recipes.Stage) {
	u.mask.learn(func(k known) { k.stages(stages) })
	plan := u.lay(stages)
	u.countUnasked(plan)
	for _, s := range plan {
		if !s.survey {
			u.settle()
		}
		u.mark()
		for _, h := range u.hosts {
			h.unreach = recipes.Unreachable{} // of an earlier stage, or of facts
		}
		s.stopped = u.stopped
		s.carryOut(ctx)
		if s.survey {
			u.halting = u.halting || s.isStopped()
		} else {
			u.stopped = s.isStopped()
		}
	}
}

// end reports the summary, and returns it with the errors of all hosts, and
// the one that kept the run from going on, if any.
func (u *run) end(ctx context.Context, stages []*recipes.Stage, why error) (report.Summary, error) {
	summary := u.summary()
	u.say(report.Event{Kind: report.Done, Summary: &summary})
	return summary, errors.Join(u.failures(ctx, stages), why)
}

// failures returns the errors of the hosts, and the context's.
func (u *run) failures(ctx context.Context, stages []*recipes.Stage) error {
	var all *multierror.Error
	for _, h := range u.inOrder(stages) {
		for _, err := range h.errors() {
			if !h.away && !errors.Is(err, ctx.Err()) {
				all = multierror.Append(all, u.mask.error(err))
			}
		}
	}
	return errors.Join(ctx.Err(), all.ErrorOrNil())
}

// lay numbers the work of every host through all stages, so that the probes
// of all of it can go out together.
func (u *run) lay(stages []*recipes.Stage) []*stage {
	var plan []*stage
	for _, s := range stages {
		st := u.newStage(s)
		for _, rh := range s.Hosts {
			if u.Limit != nil && !u.Limit(rh.Name) {
				continue
			}
			st.hosts = append(st.hosts, u.host(rh.Host))
		}
		if s.Survey {
			st.segments = []segment{st.laySurvey(s.Segments())}
		} else {
			for _, seg := range s.Segments() {
				st.segments = append(st.segments, st.lay(seg))
			}
		}
		plan = append(plan, st)
	}
	return plan
}

// host returns the host of the run for one of the inventory.
func (u *run) host(in inventory.Host) *host {
	h := u.hosts[in.Name]
	if h == nil {
		h = &host{run: u, Host: in}
		u.hosts[in.Name] = h
	}
	return h
}

// inOrder returns the hosts in the order in which stages name them, and after
// them those that were only asked something.
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
	for _, name := range slices.Sorted(maps.Keys(u.hosts)) {
		if !seen[name] {
			hs = append(hs, u.hosts[name])
		}
	}
	return hs
}

func (u *run) summary() report.Summary {
	s := report.Summary{Check: u.Check, Elapsed: time.Since(u.started), Hosts: map[string]report.Counts{}}
	for name, h := range u.hosts {
		c := h.counts
		c.Trips = h.trips
		if h.session != nil {
			c.Trips += h.session.Trips
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
