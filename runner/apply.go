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
// A host that a stage makes (see [recipes.Stage.Creates]), and that cannot be
// reached yet, is asked when the stages are done that come before the work that
// depends on its answer; the play is then built again, and must begin with the same
// stages. A play that asks before the host can be made is a [*TooEarlyError]. In
// check mode, what such a host would say is waiting.
//
// An error of build is returned as it is, but for secrets that hosts have
// told, and nothing more is carried out. Nothing is contacted before the first
// build. A play that still asks after 8 rounds is a [*recipes.NeedsError].
func (r *Runner) Apply(ctx context.Context, build func(recipes.Facts) (*recipes.Play, error)) (report.Summary, error) {
	u := r.begin()
	defer u.close()
	facts := recipes.Facts{}
	var done []*recipes.Stage
	for {
		play, err := u.build(ctx, build, facts, len(done))
		next := 0
		if err == nil {
			next, err = u.upTo(play, done)
		}
		switch {
		case err != nil && len(u.hosts) == 0: // nothing was contacted, and nothing is to be reported
			return report.Summary{Check: r.Check}, err
		case err != nil && errors.Is(err, ctx.Err()):
			return u.end(ctx, done, nil) // told anyway
		case err != nil:
			return u.end(ctx, done, u.mask.error(err))
		}
		u.warn(play.Warnings)
		u.carryOut(ctx, play.Stages[len(done):next])
		if done = play.Stages[:next]; !u.wake() {
			return u.end(ctx, done, nil)
		}
	}
}

// build builds the play until it asks no more of hosts that can be asked now.
// The first stages are done already.
func (u *run) build(ctx context.Context, build func(recipes.Facts) (*recipes.Play, error), facts recipes.Facts, done int) (*recipes.Play, error) {
	for round := 0; ; round++ {
		play, err := build(facts)
		if err != nil {
			return nil, err
		}
		u.mask.learn(func(k known) {
			k.values(play.Concealed())
			k.inventory(play.Inventory)
		})
		u.looks = onlySurveys(play.Stages)
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
		u.allow(needs, play.Stages, done)
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
		return h != nil && (h.failed() || h.asleep || h.unmade != nil)
	})
}

// undecided reports a play that depends as a whole on what nobody can say, and
// tells of facts that wait. Hosts that have failed to say one have errors of
// their own.
func (u *run) undecided(play *recipes.Play) error {
	var left []recipes.Need
	for _, n := range play.Needs() {
		h := u.hosts[n.Host.Name]
		switch {
		case h != nil && h.asleep:
		case h != nil && h.unmade != nil:
			h.waitFor(n)
		case !n.All:
		case u.Limit != nil && !u.Limit(n.Host.Name):
			return fmt.Errorf("the play depends on the fact %s, which the limit leaves out", n)
		default:
			left = append(left, n)
		}
	}
	if len(left) == 0 {
		return nil
	}
	return &recipes.NeedsError{Needs: left}
}
