package file_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
)

// texts draws texts of few different lines, so that they often match; the last
// line may lack its line feed.
func texts() *rapid.Generator[string] {
	line := rapid.SampledFrom([]string{"a 1\n", "a 2\n", "#a 3\n", "b\n", "\n", "# BEGIN hrun x\n", "# END hrun x\n", "c"})
	return rapid.Custom(func(t *rapid.T) string {
		s := strings.Join(rapid.SliceOfN(line, 0, 8).Draw(t, "lines"), "")
		if rapid.Bool().Draw(t, "torn") {
			s = strings.TrimSuffix(s, "\n")
		}
		return s
	})
}

// rewritten returns the text after the task, as its plan has it.
func rewritten(t *rapid.T, task tasks.Task, text string) (string, error) {
	c, err := task.Plan("file 644 0:0 root:root\ntext\n" + text)
	switch {
	case err != nil || c.Empty():
		return text, err
	case len(c.Steps) != 1 || c.Steps[0].Was != text:
		t.Fatalf("plan of %q is %+v", text, c)
	}
	return c.Steps[0].Want, nil
}

func lines(text string) []string { return strings.Split(strings.TrimSuffix(text, "\n"), "\n") }

func TestLineIsThereAndStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		task := file.Line{
			Path:  "/f",
			Line:  rapid.SampledFrom([]string{"a 2", "new"}).Draw(t, "line"),
			Match: rapid.SampledFrom([]string{"", "^#?a "}).Draw(t, "match"),
			After: rapid.SampledFrom([]string{"", "^b"}).Draw(t, "after"),
		}
		text := texts().Draw(t, "text")
		once, err := rewritten(t, task, text)
		if err != nil {
			if task.After == "" {
				t.Fatal(err)
			}
			return
		}
		if !slices.Contains(lines(once), task.Line) {
			t.Fatalf("%q lacks the line", once)
		}
		for _, line := range lines(once) {
			if task.Match != "" && line != task.Line && (strings.HasPrefix(line, "a ") || strings.HasPrefix(line, "#a ")) {
				t.Fatalf("%q keeps another match", once)
			}
		}
		if twice, err := rewritten(t, task, once); twice != once || err != nil {
			t.Fatalf("rewritten again %q becomes %q, %v", once, twice, err)
		}
	})
}

func TestBlockComesAndGoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		block := file.Block{Path: "/f", Name: "x", Body: rapid.SampledFrom([]string{"", "a 1", "b\nb\n"}).Draw(t, "body")}
		text := texts().Draw(t, "text")
		with, err := rewritten(t, block, text)
		if err != nil {
			return // half a block is not touched
		}
		if again, err := rewritten(t, block, with); again != with || err != nil {
			t.Fatalf("rewritten again %q becomes %q, %v", with, again, err)
		}
		if strings.Contains(text, "BEGIN") || text == "" {
			return
		}
		without, err := rewritten(t, file.Block{Path: "/f", Name: "x", Absent: true}, with)
		if want := strings.TrimSuffix(text, "\n") + "\n"; without != want || err != nil {
			t.Fatalf("with and without the block %q becomes %q, %v", text, without, err)
		}
	})
}
