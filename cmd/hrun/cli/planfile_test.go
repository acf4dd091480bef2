package cli

import (
	"slices"
	"testing"

	"github.com/spf13/pflag"
)

// Every flag of apply says either how a plan is carried out, or what is done.
func TestFlagsWithPlan(t *testing.T) {
	what := []string{"inventory", "limit", "check", "exit-code", "assert-idempotent", "list-hosts", "list-tasks"}
	var all []string
	(&Program{}).apply().Flags().VisitAll(func(f *pflag.Flag) { all = append(all, f.Name) })
	given := slices.Sorted(slices.Values(slices.Concat(what, withPlan)))
	if slices.Sort(all); !slices.Equal(all, given) {
		t.Errorf("the flags of apply are\n%v, and those that are sorted out\n%v", all, given)
	}
}
