package recipestest

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Inventory reads an inventory from text, which is YAML or INI.
func Inventory(t testing.TB, text string) *inventory.Inventory {
	t.Helper()
	file := filepath.Join(t.TempDir(), "inventory")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	inv, err := inventory.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

// Build builds the recipes, which must not have any faults. Secrets that they
// ask for are made up, and the same every time.
func Build(t testing.TB, inv *inventory.Inventory, rs ...recipes.Recipe) *recipes.Play {
	t.Helper()
	return BuildKnowing(t, nil, inv, rs...)
}

// BuildKnowing is as [Build], for recipes that ask for facts: known holds what
// the probes of the facts print, by host and name. A fact that is not known
// fails the test.
func BuildKnowing(t testing.TB, known recipes.Facts, inv *inventory.Inventory, rs ...recipes.Recipe) *recipes.Play {
	t.Helper()
	play, err := recipes.BuildKnowing(known, inv, Secrets(), rs...)
	if err != nil {
		t.Fatal(err)
	}
	if needs := play.Needs(); len(needs) > 0 {
		t.Fatal(&recipes.NeedsError{Needs: needs})
	}
	return play
}

// Secrets returns a keeper that makes secrets up of their names: they are the same
// every time, and are none.
func Secrets() recipes.Secrets { return madeUp{} }

type madeUp struct{}

var _ recipes.Secrets = madeUp{}

func (madeUp) Secret(name string, size int) (sh.Secret, error) {
	var value []byte
	for i := 0; len(value) < size; i++ {
		value = fmt.Appendf(value, "%x", sha256.Sum256(fmt.Appendf(nil, "%s %d", name, i)))
	}
	return sh.NewSecret(string(value[:size])), nil
}
