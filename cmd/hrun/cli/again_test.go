package cli

import (
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// asking makes a stage for each host that says its colour.
type asking struct{}

func (asking) Build(p *recipes.Play) error {
	for _, h := range p.Inventory.Hosts() {
		if colour, known := p.Fact(h, "colour", "cat colour"); known {
			p.Stage(colour, nil)
		}
	}
	return nil
}

// A plan is carried out with the facts that it was made with; what was waiting
// is learned.
func TestPlanIsBuiltAgainWithTheFactsOfItsTime(t *testing.T) {
	inv, err := inventory.New(inventory.Host{Name: "a"}, inventory.Host{Name: "b"})
	if err != nil {
		t.Fatal(err)
	}
	w := &work{inv: inv, recipes: []recipes.Recipe{asking{}}}
	stages := func(build builder, known recipes.Facts) (names string) {
		play, err := build(known)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range play.Stages {
			names += s.Name + " "
		}
		return names
	}
	said := func(colour string) map[string]string { return map[string]string{"colour": colour} }
	if got := stages(w.build, recipes.Facts{"a": said("red")}); got != "red " {
		t.Fatal(got)
	}
	again := w.again()
	if got := stages(again, recipes.Facts{}); got != "red " {
		t.Errorf("at first %s", got)
	}
	if got := stages(again, recipes.Facts{"a": said("blue"), "b": said("green")}); got != "red green " {
		t.Errorf("once all is known %s", got)
	}
	complete := w.again()
	if got := stages(complete, recipes.Facts{"a": said("black"), "b": said("white")}); got != "red green " {
		t.Errorf("where nothing was waiting %s", got)
	}
}
