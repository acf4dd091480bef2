package runner

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
)

// rounds is how often the answers of hosts may lead to new questions.
const rounds = 8

// Apply builds a play and carries it out, as Run does. As long as the play asks
// for facts, these are gathered from the hosts, and it is built again with all
// that is known by then; the connections and shells serve the run too. A play
// that asks for none is built once.
//
// A host that cannot be asked is reported and has failed: the work that the
// play has for it is skipped, and the others go on. Where the play as a whole
// depends on what it would have said, no host does anything.
//
// An error of build is returned as it is, but for secrets that hosts have
// told, and nothing is carried out. Nothing is contacted before the first build.
// A play that still asks after 8 rounds is a [*recipes.NeedsError].
func (r *Runner) Apply(ctx context.Context, build func(recipes.Facts) (*recipes.Play, error)) (report.Summary, error) {
	u := r.begin()
	defer u.close()
	play, err := u.build(ctx, build)
	if err != nil {
		if len(u.hosts) == 0 { // nothing was contacted, and nothing is to be reported
			return report.Summary{Check: r.Check}, err
		}
		if errors.Is(err, ctx.Err()) {
			err = nil // told anyway
		}
		return u.end(ctx, nil, u.mask.error(err))
	}
	return u.carryOut(ctx, play.Stages)
}

// build builds the play until it asks no more.
func (u *run) build(ctx context.Context, build func(recipes.Facts) (*recipes.Play, error)) (*recipes.Play, error) {
	facts := recipes.Facts{}
	for round := 0; ; round++ {
		play, err := build(facts)
		if err != nil {
			return nil, err
		}
		u.mask.learn(func(k known) {
			k.values(play.Concealed())
			k.inventory(play.Inventory)
		})
		needs := u.unmet(play.Needs())
		switch {
		case len(needs) == 0:
			return play, u.undecided(play)
		case round == rounds:
			return nil, fmt.Errorf("after %d rounds: %w", rounds, &recipes.NeedsError{Needs: needs})
		}
		for _, n := range needs {
			u.mask.learn(func(k known) { k.login(n.Host) })
		}
		u.allow(needs, play.Stages)
		u.gather(ctx, needs, facts)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
}

// unmet returns the needs that can still be met.
func (u *run) unmet(needs []recipes.Need) []recipes.Need {
	return slices.DeleteFunc(slices.Clone(needs), func(n recipes.Need) bool {
		if u.Limit != nil && !u.Limit(n.Host.Name) {
			return true
		}
		h := u.hosts[n.Host.Name]
		return h != nil && h.failed()
	})
}

// undecided reports a play that depends as a whole on what nobody can say.
// Hosts that have failed to say it have errors of their own.
func (u *run) undecided(play *recipes.Play) error {
	var left []recipes.Need
	for _, n := range play.Needs() {
		if !n.All {
			continue
		}
		if u.Limit != nil && !u.Limit(n.Host.Name) {
			return fmt.Errorf("the play depends on the fact %s, which the limit leaves out", n)
		}
		left = append(left, n)
	}
	if len(left) == 0 {
		return nil
	}
	return &recipes.NeedsError{Needs: left}
}
