package runner

import (
	"context"
	"errors"
	"iter"

	"github.com/hrun-dev/hrun/recipes"
)

// inBatches yields the hosts batch by batch. Percentages are of all hosts of
// the stage.
func (s *stage) inBatches(b recipes.Batches, hosts []*host) iter.Seq[[]*host] {
	return func(yield func([]*host) bool) {
		for i := 0; len(hosts) > 0; i++ {
			n := min(b.Size(i, len(s.hosts)), len(hosts))
			if !yield(hosts[:n]) {
				return
			}
			hosts = hosts[n:]
		}
	}
}

// isStopped reports whether no host may begin anything more.
func (s *stage) isStopped() bool {
	return s.stopped || s.maxFail.Said() && s.maxFail.ExceededBy(int(s.failures.Load()), len(s.hosts))
}

// countFailure counts a host that has failed in the stage, unless it was not
// reached and the stage passes over such.
func (s *stage) countFailure(h *host) {
	h.counted = true
	if !h.unreached || !s.unreach.Passes() {
		s.failures.Add(1)
	}
}

// stop makes those of the hosts that would work in the segment give up.
func (s *stage) stop(ctx context.Context, seg segment, hosts []*host) {
	for _, h := range hosts {
		if at := seg.spans[h]; at.prior < at.end {
			h.stop(ctx, s.name)
		}
	}
}

// troubles is how much has gone wrong on the host by itself.
func (h *host) troubles() int {
	if h.broken() {
		return len(h.findings) + 1
	}
	return len(h.findings)
}

// broken reports whether the host has failed by itself: not because another
// one has, and not because it may be missing.
func (h *host) broken() bool {
	return h.failed() && !h.away && !errors.As(h.err, new(*StoppedError)) && !errors.As(h.err, new(*UnmadeError))
}
