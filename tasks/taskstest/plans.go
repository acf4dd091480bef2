package taskstest

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/hrun-dev/hrun/tasks"
)

// noNewline ends a section whose text does not end with a line feed, which a
// txtar archive cannot say otherwise.
const noNewline = "\\ no newline at end\n"

// Plans checks tables of plans, one txtar archive testdata/plan/*.txtar a
// case: its comment says what is tested, the section "task" names one of the
// tasks, "got" is what the probe printed, and "want" or "error" is what Plan
// must return. With the flag -update it writes the last two. Every task must
// have a case.
//
//	The mode differs.
//	-- task --
//	motd
//	-- got --
//	file 600 root:root
//	-- want --
//	mode
//		was: 600
//		want: 644
//		do: chmod 644 /etc/motd
func Plans(t *testing.T, ts map[string]tasks.Task) {
	t.Helper()
	files, err := filepath.Glob("testdata/plan/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	idle := maps.Clone(ts)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			name := planCase(t, file, ts)
			delete(idle, name)
		})
	}
	for _, name := range slices.Sorted(maps.Keys(idle)) {
		t.Errorf("no file in testdata/plan has the task %q", name)
	}
}

// planCase runs one case and returns the name of its task.
func planCase(t *testing.T, file string, ts map[string]tasks.Task) string {
	t.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.TrimSpace(section(a, "task"))
	task, ok := ts[name]
	if !ok {
		t.Fatalf("%s: unknown task %q, want one of %q", file, name, slices.Sorted(maps.Keys(ts)))
	}
	got := strings.TrimSuffix(section(a, "got"), "\n"+noNewline)
	change, err := task.Plan(got)
	if invalid := change.Validate(); invalid != nil {
		t.Error(invalid)
	}
	out := txtar.Archive{Comment: a.Comment, Files: []txtar.File{
		{Name: "task", Data: []byte(name + "\n")},
		{Name: "got", Data: []byte(section(a, "got"))},
	}}
	if err != nil {
		out.Files = append(out.Files, txtar.File{Name: "error", Data: []byte(err.Error() + "\n")})
	} else {
		out.Files = append(out.Files, txtar.File{Name: "want", Data: []byte(Steps(change))})
	}
	golden(t, file, string(txtar.Format(&out)))
	return name
}

func section(a *txtar.Archive, name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// Steps renders a plan as [Plans] writes it.
func Steps(c tasks.Change) string {
	var b strings.Builder
	for _, s := range c.Steps {
		b.WriteString(s.Field + "\n")
		value(&b, "was", s.Was)
		value(&b, "want", s.Want)
		value(&b, "do", string(s.Do))
		if s.Preview != "" {
			value(&b, "preview", string(s.Preview))
		}
	}
	return b.String()
}

// value writes a value on the line of its name, or, if it has more than one
// line, on lines of its own.
func value(b *strings.Builder, name, v string) {
	if !strings.Contains(v, "\n") {
		b.WriteString("\t" + strings.TrimSuffix(name+": "+v, " ") + "\n")
		return
	}
	b.WriteString("\t" + name + ":\n")
	for line := range strings.Lines(v) {
		b.WriteString("\t\t" + strings.TrimSuffix(line, "\n") + "\n")
	}
	if !strings.HasSuffix(v, "\n") {
		b.WriteString("\t\t" + noNewline)
	}
}
