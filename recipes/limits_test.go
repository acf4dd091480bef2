package recipes_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

func TestLimits(t *testing.T) {
	x, five := note{Name: "x"}, recipes.Limits{Tries: 5}
	for _, c := range []struct {
		want string // part of the fault; empty if there is none
		role func(h *recipes.Host)
	}{
		{"", func(h *recipes.Host) { h.DoWithin(five, x); h.DoWithin(five, x, h.Handler("ring", bell{})) }},
		{"note x is given two different limits", func(h *recipes.Host) { h.DoWithin(five, x); h.Do(x) }},
		{"none can be negative", func(h *recipes.Host) { h.DoWithin(recipes.Limits{Timeout: -time.Second}, x) }},
	} {
		p, err := recipes.Build(&inventory.Inventory{}, nil, recipeFunc(func(p *recipes.Play) error {
			p.Stage("s", []inventory.Host{{Name: "a"}}, recipes.RoleFunc(func(h *recipes.Host) error { c.role(h); return nil }))
			return nil
		}))
		if c.want != "" {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if w := p.Stages[0].Hosts[0].Work; len(w) != 1 || w[0].Limits != five || len(w[0].Notify) != 1 {
			t.Errorf("%+v", w)
		}
	}
}
