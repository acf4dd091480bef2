package wire_test

import (
	"fmt"
	"testing"

	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// much is more than is kept of an output, in bytes.
const much = 17 << 20

// Half of an answer is none; what a remedy printed is of no matter.
func TestOutputThatIsCutFailsOnlyProbes(t *testing.T) {
	t.Parallel()
	s := open(t, wire.Options{})
	print := sh.Script(fmt.Sprintf("head -c %d /dev/zero | tr '\\0' x", much))
	first := probe(t, s, "echo before")
	probed := probe(t, s, print)
	if probed[0].Status == 0 || !probed[0].Cut {
		t.Errorf("probe: status %d, cut %t", probed[0].Status, probed[0].Cut)
	}
	ran, err := run(s, print)
	if err != nil || ran.Status != 0 || !ran.Cut || len(ran.Stdout) == 0 || len(ran.Stdout) >= much {
		t.Errorf("run: status %d, cut %t, %d bytes, %v", ran.Status, ran.Cut, len(ran.Stdout), err)
	}
	var b wire.Batch
	b.Define(0, "echo before")
	b.Chain([]wire.Link{{Task: 0, Guard: wire.Guard(first[0].Stdout), Remedy: print}}, 1)
	if applied := do(t, s, &b)[0]; applied.Kind != wire.Applied || applied.Status != 0 || !applied.Cut {
		t.Errorf("remedy: kind %s, status %d, cut %t", applied.Kind, applied.Status, applied.Cut)
	}
	if small, err := run(s, "echo small"); err != nil || small.Cut || small.Stdout != "small\n" {
		t.Errorf("after that: %+v, %v", small, err)
	}
}
