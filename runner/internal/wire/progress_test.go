package wire_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/hrun-dev/hrun/runner/internal/wire"
)

// Every line must come with the script that printed it, on both outputs.
func TestProgressNamesTheScriptOfEachLine(t *testing.T) {
	t.Parallel()
	s := open(t, wire.Options{})
	var mu sync.Mutex
	lines := map[string]int{}
	s.Progress = func(k wire.Kind, task int, line string) {
		mu.Lock()
		defer mu.Unlock()
		lines[fmt.Sprint(k, " ", task, " ", line)]++
	}
	const rounds = 100
	var b wire.Batch
	b.Define(1, "echo probe; echo probe >&2")
	for range rounds {
		b.Probe(1)
		b.Run(2, "echo run; echo run >&2")
	}
	do(t, s, &b)
	if len(lines) != 2 || lines["probe 1 probe\n"] != 2*rounds || lines["run 2 run\n"] != 2*rounds {
		t.Errorf("%v", lines)
	}
}
