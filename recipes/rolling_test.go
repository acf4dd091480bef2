package recipes_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
)

// staged builds a stage of the hosts a and b, and lets then change it.
func staged(on func(*recipes.Host), then func(*recipes.Stage)) (*recipes.Play, error) {
	return recipes.Build(nil, nil, recipeFunc(func(p *recipes.Play) error {
		s := p.Stage("s", []inventory.Host{{Name: "a"}, {Name: "b"}}, recipes.RoleFunc(func(h *recipes.Host) error { on(h); return nil }))
		if then != nil {
			then(s)
		}
		return nil
	}))
}

func TestTurnsThatMakeNoSense(t *testing.T) {
	turns := func(name string) *recipes.Rolling { return &recipes.Rolling{Name: name} }
	for want, c := range map[string]struct {
		on   func(*recipes.Host)
		then func(*recipes.Stage)
	}{
		"stage s: a and b do not take turns by one and the same Rolling": {on: func(h *recipes.Host) {
			if h.Name == "a" {
				h.TakeTurns(turns("x"))
			}
		}},
		"a and b do not take turns": {on: func(h *recipes.Host) { h.TakeTurns(turns(h.Name)) }},
		`host a: handler "ring": the host takes turns at the whole stage already`: {on: func(h *recipes.Host) {
			h.TakeTurns(turns("x"))
			h.Handler("ring", bell{}).Rolling = turns("y")
		}},
		`host a: it is to take turns by two different Rollings, "x" and "y"`: {on: func(h *recipes.Host) {
			h.TakeTurns(turns("x"))
			h.TakeTurns(turns("x"))
			h.TakeTurns(turns("y"))
		}},
		"it is serial and has work that rolls": {
			on:   func(h *recipes.Host) { h.TakeTurns(turns("x")) },
			then: func(s *recipes.Stage) { s.Serial = recipes.Batches{recipes.Hosts(1)} },
		},
		"stage s: a batch of 0 hosts": {then: func(s *recipes.Stage) { s.Serial = recipes.Batches{recipes.Hosts(0)} }},
		"stage s: MaxFail 101 %":      {then: func(s *recipes.Stage) { s.MaxFail = recipes.Percent(101) }},
		`rolling "x": a batch of 0 %`: {on: func(h *recipes.Host) {
			h.TakeTurns(&recipes.Rolling{Name: "x", Serial: recipes.Batches{recipes.Percent(0)}})
		}},
		`rolling "x": MaxFail -1`: {on: func(h *recipes.Host) { h.TakeTurns(&recipes.Rolling{Name: "x", MaxFail: recipes.Hosts(-1)}) }},
		`rolling "x": note n: the text`: {on: func(h *recipes.Host) {
			h.TakeTurns(&recipes.Rolling{Name: "x", After: []tasks.Task{note{Name: "n", Bad: true}}})
		}},
	} {
		if c.on == nil {
			c.on = func(*recipes.Host) {}
		}
		if _, err := staged(c.on, c.then); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func TestTurnsAtAWholeStageAreOneSegment(t *testing.T) {
	p, err := staged(func(h *recipes.Host) {
		h.TakeTurns(&recipes.Rolling{Name: "x", Before: []tasks.Task{note{Name: "out"}}, After: []tasks.Task{note{Name: "in"}}, Gate: []tasks.Task{note{Name: "well"}}})
		h.DoThen(note{Name: "conf"}, h.Handler("ring", bell{}))
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	segments := p.Stages[0].Segments()
	if len(segments) != 1 || segments[0].Name != "x" {
		t.Fatalf("%+v", segments)
	}
	part := segments[0].Of["b"]
	var got []string
	for _, ws := range [][]recipes.Work{part.Before, part.Work, part.After, part.Gate, part.Passed} {
		for _, w := range ws {
			line := w.Task.String()
			for _, n := range w.Notify {
				line += " > " + n.Name
			}
			got = append(got, line)
		}
	}
	want := "note out > gate of x|note conf > ring > gate of x|handler ring > gate of x|note in|note well|turn at x"
	if strings.Join(got, "|") != want {
		t.Errorf("got %s", strings.Join(got, "|"))
	}
}

// What a recipe says about hosts that cannot be reached is said of its own
// stages, and of those only that say nothing.
func TestUnreachablePolicyOfARecipe(t *testing.T) {
	recipe := func(policy recipes.Unreachable, names ...string) recipeFunc {
		return func(p *recipes.Play) error {
			p.Unreachable = policy
			for _, name := range names {
				if s := p.Stage(name, nil); name == "own" {
					s.Unreachable = recipes.FailUnreachable()
				}
			}
			return nil
		}
	}
	p, err := recipes.Build(nil, nil, recipe(recipes.SkipUnreachable(), "one", "own"), recipeFunc(func(p *recipes.Play) error { p.Stage("two", nil); return nil }))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []recipes.Unreachable{recipes.SkipUnreachable(), recipes.FailUnreachable(), {}} {
		if got := p.Stages[i]; got.Unreachable != want {
			t.Errorf("%s: %+v", got.Name, got.Unreachable)
		}
	}
}
