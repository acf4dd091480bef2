package report_test

import (
	"testing"

	"github.com/hrun-dev/hrun/runner/report"
)

func TestStepDiff(t *testing.T) {
	for _, c := range []struct{ name, was, want, diff string }{
		{"single words", "0600", "0644", ""},
		{"nothing", "", "", ""},
		{"new file", "", "a\nb\n", "--- content (was)\n+++ content (want)\n@@ -0,0 +1,2 @@\n+a\n+b\n"},
		{"absent file", "absent", "a\nb\n", "--- content (absent)\n+++ content (want)\n@@ -0,0 +1,2 @@\n+a\n+b\n"},
		{"emptied file", "a\n", "", "--- content (was)\n+++ content (want)\n@@ -1 +0,0 @@\n-a\n"},
		{"one line of three", "a\nb\nc\n", "a\nB\nc\n",
			"--- content (was)\n+++ content (want)\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"},
		{"end of line", "a", "a\n",
			"--- content (was)\n+++ content (want)\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"},
	} {
		got := report.Step{Field: "content", Was: c.was, Want: c.want}.Diff()
		if got != c.diff {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.diff)
		}
	}
}
