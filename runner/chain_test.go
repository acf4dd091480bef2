package runner_test

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
)

// oneByOne is the meaning of a play: probe, plan and apply, task by task.
func oneByOne(t *testing.T, cells []cell) error {
	sh := func(script string) (string, error) {
		out, err := exec.CommandContext(t.Context(), "sh", "-c", script).Output()
		return string(out), err
	}
	for _, c := range cells {
		got, err := sh(string(c.Probe()))
		if err != nil {
			return err
		}
		change, err := c.Plan(got)
		if err != nil {
			return err
		}
		if _, err := sh(string(change.Script())); err != nil {
			return err
		}
	}
	return nil
}

// randomCells makes a play of tasks that need each other and undo each other.
func randomCells(l *lab, seed uint64) []cell {
	rng := rand.New(rand.NewPCG(seed, 1))
	var cells []cell
	for i := range 12 {
		c := cell{Path: l.path("a", fmt.Sprintf("c%02d", i)), Want: fmt.Sprint("w", rng.IntN(3))}
		if i > 0 && rng.IntN(4) == 0 {
			c.Needs = l.path("a", fmt.Sprintf("c%02d", rng.IntN(i+rng.IntN(2))))
		}
		if rng.IntN(4) == 0 && i < 11 {
			c.Scribble = l.path("a", fmt.Sprintf("c%02d", i+1+rng.IntN(11-i)))
		}
		if rng.IntN(2) == 0 {
			l.write("a", fmt.Sprintf("c%02d", i), fmt.Sprintf("w%d\n", rng.IntN(3)))
		}
		cells = append(cells, c)
	}
	return cells
}

func TestChainsMeanTheSameAsOneByOne(t *testing.T) {
	t.Parallel()
	var trips, failures atomic.Int64
	t.Run("seeds", func(t *testing.T) {
		for seed := range uint64(60) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				meansTheSame(t, seed, &trips, &failures)
			})
		}
	})
	t.Logf("%d trips for 60 plays of 12 tasks, of which %d fail", trips.Load(), failures.Load())
}

func meansTheSame(t *testing.T, seed uint64, trips, failures *atomic.Int64) {
	one := newLab(t, "a")
	errOne := oneByOne(t, randomCells(one, seed))
	many := newLab(t, "a")
	cells := randomCells(many, seed)
	before := many.tree()
	play := func() *recipes.Stage {
		return many.stage("s", func(h *recipes.Host) {
			for _, c := range cells {
				h.Do(c)
			}
		})
	}
	if _, _, err := many.run(true, play()); many.tree() != before {
		t.Fatalf("check changed something (%v)", err)
	}
	_, sum, err := many.run(false, play())
	if err != nil {
		failures.Add(1)
	}
	trips.Add(int64(sum.Hosts["a"].Trips))
	want, got := one.tree(), strings.ReplaceAll(many.tree(), "state-a d---------\n", "")
	if (err != nil) != (errOne != nil) || got != want {
		t.Errorf("one by one %v\n%s\nin chains %v\n%s", errOne, want, err, got)
	}
}
