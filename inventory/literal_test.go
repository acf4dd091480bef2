package inventory

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// table reads the lines of a file: an input, a tab, and what comes of it as JSON.
func table(t *testing.T, path string) map[string]any {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]any{}
	for line := range strings.Lines(string(data)) {
		input, written, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		rows[input] = fromJSON(t, []byte(written))
	}
	return rows
}

func fromJSON(t *testing.T, written []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(written, &v); err != nil {
		t.Fatalf("%s: %v", written, err)
	}
	return v
}

// TestParseLiteral has what ast.literal_eval of Python 3.11 makes of the inputs,
// or the input itself where that fails.
func TestParseLiteral(t *testing.T) {
	for input, want := range table(t, "testdata/literals.tsv") {
		written, err := json.Marshal(newValue("v", parseLiteral(input, place{})))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, fromJSON(t, written)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", input, diff)
		}
	}
}

// TestWords has what shlex.split of Python 3.11 makes of the inputs, null where
// that fails.
func TestWords(t *testing.T) {
	for input, want := range table(t, "testdata/words.tsv") {
		split, err := words(input, true)
		if err != nil {
			split = nil
		} else if split == nil {
			split = []string{}
		}
		written, err := json.Marshal(split)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, fromJSON(t, written)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", input, diff)
		}
	}
}
