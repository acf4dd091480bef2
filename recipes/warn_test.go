package recipes_test

import (
	"slices"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
)

func TestWarningIsKeptOnce(t *testing.T) {
	var p recipes.Play
	p.Warn("%d nodes", 2)
	p.Warn("no fencing")
	p.Warn("2 nodes")
	if !slices.Equal(p.Warnings, []string{"2 nodes", "no fencing"}) {
		t.Errorf("%q", p.Warnings)
	}
}
