package recipes_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// note is a toy task.
type note struct {
	Name, Text string
	Bad        bool
}

func (n note) String() string                    { return "note " + n.Name }
func (n note) Probe() sh.Script                  { return "true" }
func (n note) Plan(string) (tasks.Change, error) { return tasks.Change{}, nil }
func (n note) Validate() error {
	if n.Bad {
		return errors.New("the text is bad")
	}
	return nil
}

// bell is a toy action.
type bell struct{ Sound string }

func (b bell) Do() sh.Script { return sh.Cmd("echo", b.Sound) }
func (bell) Paid() sh.Script { return "" }

type recipeFunc func(*recipes.Play) error

func (f recipeFunc) Build(p *recipes.Play) error { return f(p) }

func build(t *testing.T, on func(*recipes.Host)) (*recipes.Stage, error) {
	t.Helper()
	inv, err := inventory.New(inventory.Host{Name: "a"})
	if err != nil {
		t.Fatal(err)
	}
	p, err := recipes.Build(inv, nil, recipeFunc(func(p *recipes.Play) error {
		p.Stage("s", inv.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error { on(h); return nil }))
		return nil
	}))
	if err != nil {
		return nil, err
	}
	return p.Stages[0], nil
}

func TestRolesMayAskForTheSameThing(t *testing.T) {
	s, err := build(t, func(h *recipes.Host) {
		first := h.Handler("ring", bell{"ding"})
		h.DoThen(note{Name: "x", Text: "1"})
		h.DoThen(note{Name: "x", Text: "1"}, first)
		h.DoThen(note{Name: "x", Text: "1"}, h.Handler("ring", bell{"ding"}))
	})
	if err != nil || len(s.Hosts[0].Work) != 1 || len(s.Hosts[0].Work[0].Notify) != 1 || len(s.Hosts[0].Handlers) != 1 {
		t.Fatalf("%v %+v", err, s)
	}
}

func TestContradictionsAreFaultsOfTheRecipe(t *testing.T) {
	for want, on := range map[string]func(*recipes.Host){
		`stage s: host a: two different tasks are called "note x"`: func(h *recipes.Host) { h.Do(note{Name: "x", Text: "1"}, note{Name: "x", Text: "2"}) },
		`stage s: host a: two different handlers are called "ring"`: func(h *recipes.Host) {
			h.Handler("ring", bell{"ding"})
			h.Handler("ring", bell{"dong"})
		},
		`stage s: host a: handler "ring": the name of its Rolling has 1 to about 200 letters`: func(h *recipes.Host) { h.Handler("ring", bell{"ding"}).Rolling = &recipes.Rolling{} },
		`stage s: host a: handler "two": two different Rollings are called "turns"`: func(h *recipes.Host) {
			h.Handler("one", bell{"ding"}).Rolling = &recipes.Rolling{Name: "turns"}
			h.Handler("two", bell{"ding"}).Rolling = &recipes.Rolling{Name: "turns", Serial: recipes.Batches{recipes.Hosts(2)}}
		},
		`stage s: host a: handler "": a name has 1 to about 200 letters`: func(h *recipes.Host) { h.Handler("", bell{"ding"}) },
		`stage s: host a: note x notifies a handler that is not this host's`: func(h *recipes.Host) {
			h.DoThen(note{Name: "x"}, &recipes.Handler{Name: "stray", Action: bell{"ding"}})
		},
		"stage s: host a: note x: the text is bad": func(h *recipes.Host) { h.Do(note{Name: "x", Bad: true}) },
	} {
		if _, err := build(t, on); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func TestOneNameIsOneActionInAllStages(t *testing.T) {
	a := inventory.Host{Name: "a"}
	stage := func(p *recipes.Play, sound string, hosts ...inventory.Host) {
		p.Stage(sound, hosts, recipes.RoleFunc(func(h *recipes.Host) error { h.Handler("ring", bell{sound}); return nil }))
	}
	for want, do := range map[string]recipeFunc{
		`stage dong: host a: another stage has a different handler called "ring"`: func(p *recipes.Play) error { stage(p, "ding", a); stage(p, "dong", a); return nil },
		`stage two: host a: another stage has a different Rolling called "turns"`: func(p *recipes.Play) error {
			for i, name := range []string{"one", "two"} {
				p.Stage(name, []inventory.Host{a}, recipes.RoleFunc(func(h *recipes.Host) error {
					h.Handler(name, bell{name}).Rolling = &recipes.Rolling{Name: "turns", Serial: recipes.Batches{recipes.Hosts(i + 1)}}
					return nil
				}))
			}
			return nil
		},
		"stage ding: host a: it is named twice in one stage": func(p *recipes.Play) error { stage(p, "ding", a, a); return nil },
	} {
		if _, err := recipes.Build(nil, nil, do); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func TestStagesEitherRollOrAreSerial(t *testing.T) {
	_, err := recipes.Build(nil, nil, recipeFunc(func(p *recipes.Play) error {
		p.Stage("s", []inventory.Host{{Name: "a"}}, recipes.RoleFunc(func(h *recipes.Host) error {
			h.Handler("ring", bell{"ding"}).Rolling = &recipes.Rolling{Name: "turns"}
			return nil
		})).Serial = recipes.Batches{recipes.Hosts(1)}
		return nil
	}))
	if err == nil || !strings.Contains(err.Error(), "stage s: it is serial and has work that rolls") {
		t.Error(err)
	}
}

func TestNotifyIsNotTheCallersSlice(t *testing.T) {
	h := &recipes.Host{}
	one, two, three := h.Handler("one", bell{"1"}), h.Handler("two", bell{"2"}), h.Handler("three", bell{"3"})
	shared := append(make([]*recipes.Handler, 0, 4), one)
	h.DoThen(note{Name: "x"}, shared...)
	h.DoThen(note{Name: "y"}, shared...)
	h.DoThen(note{Name: "x"}, two)
	h.DoThen(note{Name: "y"}, three)
	if got := h.Work[0].Notify[1]; got != two {
		t.Errorf("x notifies %s", got.Name)
	}
}

func TestSegmentsFollowTheOrderOfTheHandlers(t *testing.T) {
	s, err := build(t, func(h *recipes.Host) {
		h.Do(note{Name: "x"})
		h.Handler("now", bell{"1"})
		for _, name := range []string{"turn one", "turn two"} {
			h.Handler(name, bell{name}).Rolling = &recipes.Rolling{Name: "turns"}
		}
		h.Handler("last", bell{"3"})
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, seg := range s.Segments() {
		line := seg.Name + ":"
		for _, w := range seg.Of["a"].Work {
			line += " " + w.Task.String() + ","
		}
		got = append(got, line)
	}
	want := ": note x, handler now,|turns: handler turn one, handler turn two,|: handler last,"
	if strings.Join(got, "|") != want {
		t.Errorf("got %s", strings.Join(got, "|"))
	}
}

func ExampleHost_DoThen() {
	h := &recipes.Host{}
	restart := h.Handler("restart the bell", bell{"ding"})
	h.DoThen(note{Name: "how loud", Text: "11"}, restart)
	fmt.Println(h.Work[0].Task, "notifies", h.Work[0].Notify[0].Name)
	// Output: note how loud notifies restart the bell
}
