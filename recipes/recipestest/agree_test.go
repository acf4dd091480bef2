package recipestest_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/tasks"
)

// What is done here, and in which order, is what the runner does.
func TestTheWorldIsAsTheRunnerMakesIt(t *testing.T) {
	done := 0
	for _, seed := range []uint64{1, 2, 3, 4, 5, 6, 20, 65, 69, 101, 102, 103, 104, 105, 106, 107, 108, 201, 202, 203, 204, 205, 206, 207, 208} { // from 65 on there are failures that others go by, from 101 on hosts are made, from 201 on stages survey
		t.Run(fmt.Sprint(seed), func(t *testing.T) { done += agree(t, seed) })
	}
	if done < 100 {
		t.Errorf("only %d tasks were done in all", done)
	}
}

func agree(t *testing.T, seed uint64) int {
	dir := t.TempDir()
	y := newToys(seed, dir)
	for _, h := range y.hosts {
		y.ranks[h.Name] = fmt.Sprint(y.IntN(3))
	}
	if y.often() {
		y.ranks[y.hosts[0].Name] = "free" // several of them would go at once
	}
	inv, err := inventory.New(append(slices.Clone(y.hosts), y.other, inventory.Host{Name: "maker", Connection: y.maker.Connection})...)
	if err != nil {
		t.Fatal(err)
	}
	play := recipestest.Build(t, inv, y)
	world, order := recipestest.Imagine(t, play), []string{}
	cells := cellsOf(play)
	for _, c := range cells {
		world.Then(c.of, c.name, func() { order = append(order, url(c.logged)) })
		if c.late != "" {
			world.Prints(c.of, c.name, c.late)
		}
	}
	for _, h := range y.hosts {
		if slices.ContainsFunc(play.Stages, (*recipes.Stage).Rolls) {
			world.Ranks(h.Name, y.ranks[h.Name])
		}
	}
	var failing []string
	for range y.IntN(3) {
		c := cells[y.IntN(len(cells))]
		for _, other := range cells { // a handler may be flushed, too
			if c.fails != "" && other.fails == c.fails {
				world.Fail(other.of, other.name)
			}
		}
		if c.fails != "" {
			failing = append(failing, c.fails)
		}
	}
	for _, f := range failing {
		if err := os.WriteFile(f, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	total := 0
	for run := range 3 {
		foreseen := world.Check()
		if diff := cmp.Diff(checkToys(t, play, y), outcomes(foreseen)); diff != "" {
			t.Fatalf("check %d: the runner (-), the world (+):\n%s\n%s", run, diff, foreseen)
		}
		text := world.Apply()
		real := runToys(t, play, y)
		if diff := cmp.Diff(strings.Join(real, "\n"), strings.Join(order, "\n")); diff != "" {
			t.Fatalf("run %d: the runner (-), the world (+):\n%s\n%s", run, diff, text)
		}
		total += len(order)
		order = nil
		for _, f := range failing {
			_ = os.Remove(f)
		}
	}
	if left := world.Check(); left != "" && !y.surveys {
		t.Errorf("after all runs there is left:\n%s", left)
	}
	return total
}

// counted is a task as the log names it.
type counted struct{ of, name, logged, fails, late string }

func cellsOf(play *recipes.Play) (all []counted) {
	seen := map[string]bool{}
	add := func(h string, t tasks.Task) {
		c := counted{of: h, name: t.String()}
		switch t := t.(type) {
		case cell:
			c.logged, c.fails = h+": "+t.Name, t.fails()
		case recipes.Delegated:
			inner := t.Task.(cell)
			c.logged, c.fails = inner.Host+": "+inner.Name, inner.fails()
		case recipes.Late:
			c.logged, c.late = h+": "+t.Name, t.Name+"\n"
		case recipes.Debt:
			p, ok := t.Handler.Action.(paying)
			if !ok {
				return // the end of a turn
			}
			c.logged, c.fails = h+": handler "+p.Name, p.Log+"-fail-"+h+"-handler_"+p.Name
		}
		if !seen[c.of+" "+c.name] {
			seen[c.of+" "+c.name] = true
			all = append(all, c)
		}
	}
	for _, s := range play.Stages {
		for _, seg := range s.Segments() {
			for _, h := range s.Hosts {
				if part := seg.Of[h.Name]; part != nil {
					for _, w := range slices.Concat(part.Before, part.Work, part.After, part.Gate) {
						add(h.Name, w.Task)
					}
				}
			}
		}
	}
	return all
}

// runToys has the runner do the play, one host at a time, and returns what it
// has done.
func runToys(t *testing.T, play *recipes.Play, y *toys) []string {
	log := y.log()
	r := &runner.Runner{Dialer: y, Forks: 1}
	_, runErr := r.Run(t.Context(), play.Stages)
	done, err := os.ReadFile(log)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if err := os.Remove(log); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if runErr != nil {
		t.Log(runErr)
	}
	return strings.Fields(strings.ReplaceAll(strings.ReplaceAll(string(done), " ", "_"), "\n", " "))
}

// checkToys has the runner check the play, and returns what it foresees.
func checkToys(t *testing.T, play *recipes.Play, y *toys) []string {
	var told []string
	r := &runner.Runner{Dialer: y, Forks: 1, Check: true, Reporter: report.Func(func(e report.Event) {
		switch {
		case e.Kind != report.Task || e.Result == report.OK || e.Result == report.Skipped:
		default:
			told = append(told, e.Host+": "+e.Task+": "+string(e.Result))
		}
	})}
	if _, err := r.Run(t.Context(), play.Stages); err != nil && !y.surveys {
		t.Error(err)
	}
	return told
}

// outcomes returns what a text of the world says of tasks.
func outcomes(text string) []string {
	var told []string
	host := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		indent := len(line) - len(strings.TrimLeft(line, " "))
		switch indent {
		case 2:
			host = strings.TrimSpace(line)
		case 4:
			if strings.Contains(line, "too many hosts have failed") {
				continue
			}
			task, outcome, special := strings.Cut(strings.TrimSpace(line), ", ")
			if !special {
				outcome = "planned"
			}
			outcome, _, _ = strings.Cut(outcome, ":")
			told = append(told, host+": "+task+": "+outcome)
		}
	}
	return told
}
