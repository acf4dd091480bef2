package recipes_test

import (
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

func TestOperator(t *testing.T) {
	local, far := inventory.Connection{Kind: inventory.Local}, inventory.Connection{Address: "192.0.2.1"}
	for want, hosts := range map[string][]inventory.Host{
		"desk":      {{Name: "far", Connection: far}, {Name: "desk", Connection: local}, {Name: "other", Connection: local}},
		"localhost": {{Name: "far", Connection: far}},
		"operator":  {{Name: "localhost", Connection: far}},
	} {
		inv, err := inventory.New(hosts...)
		if err != nil {
			t.Fatal(err)
		}
		if got := recipes.Operator(inv); got.Name != want || got.Connection.Kind != inventory.Local {
			t.Errorf("%s: %s, %q", want, got.Name, got.Connection.Kind)
		}
	}
}
