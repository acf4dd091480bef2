package taskstest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/tasks"
)

func TestPlans(t *testing.T) {
	Plans(t, map[string]tasks.Task{"toy": toy{do: create, preview: "echo one\necho two"}})
}

func TestSteps(t *testing.T) {
	c := tasks.Change{Steps: []tasks.Step{{Field: "content", Was: "", Want: "a\nb", Do: "x\n"}}}
	want := "content\n\twas:\n\twant:\n\t\ta\n\t\tb\n\t\t\\ no newline at end\n\tdo:\n\t\tx\n"
	if diff := cmp.Diff(want, Steps(c)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestGolden(t *testing.T) {
	Golden(t, "toy", good)
	for file, want := range map[string]string{
		"testdata/golden/toy.sh":     "+echo another",
		"testdata/golden/unknown.sh": "no such file",
	} {
		r := &recorder{TB: t}
		compare(r, file, "echo another\n")
		if said := r.said.String(); !strings.Contains(said, want) {
			t.Errorf("found %q, want %q", said, want)
		}
	}
}
