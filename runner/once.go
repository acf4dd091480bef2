package runner

import (
	"context"
	"slices"
)

// carryOutOnce does the stage on the first host that is well, however many
// batches, stages and failures came before. Where that host turns out to be
// unreachable nothing was begun on it, and the next one takes over.
func (s *stage) carryOutOnce(ctx context.Context) {
	for {
		hosts := firstWell(s.hosts)
		nobody := len(hosts) == 0 || hosts[0].failed()
		s.carryOutOn(ctx, hosts)
		if nobody || !hosts[0].unreached {
			s.skipFailed(ctx, hosts)
			return
		}
	}
}

// firstWell returns the first host that has not failed, or the first at all,
// so that somebody reports what is not done.
func firstWell(hosts []*host) []*host {
	i := max(slices.IndexFunc(hosts, func(h *host) bool { return !h.failed() }), 0)
	return hosts[i:min(i+1, len(hosts))]
}
