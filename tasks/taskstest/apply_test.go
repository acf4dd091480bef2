package taskstest

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
)

func TestApplyReportsWhatWentWrong(t *testing.T) {
	tests := []struct {
		name, want string
		task       toy
	}{
		{"in sync", "", toy{probe: "echo yes"}},
		{"probe fails", "toy: probe exited with status 2: no", toy{probe: "echo no >&2; exit 2"}},
		{"remedy fails", "toy: exited with status 3: full", toy{probe: "echo no", do: "echo full >&2; exit 3"}},
		{"remedy does nothing", `toy: toy is still "no"`, toy{probe: "echo no", do: ":"}},
		{"no remedy", "no remedy", toy{probe: "echo no"}},
	}
	for _, test := range tests {
		_, err := Apply(test.task)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: error is %v, want %q", test.name, err, test.want)
		}
	}
}

func TestDifferences(t *testing.T) {
	c := tasks.Change{Steps: []tasks.Step{{Field: "a", Was: "1", Want: "2\n"}, {Field: "b", Was: "3", Want: ""}}}
	if got, want := Differences(c), "a: 1 -> \"2\\n\"\nb: 3 -> \n"; got != want {
		t.Errorf("Differences = %q, want %q", got, want)
	}
}
