package file_test

import (
	"fmt"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// BenchmarkInSync measures what one more task with nothing to do costs a host:
// its probe, in a subshell of a shell that runs anyway, as the runner has it.
func BenchmarkInSync(b *testing.B) {
	entries := make([]file.Entry, 100)
	for i := range entries {
		entries[i] = file.Entry{Name: fmt.Sprintf("%d/%d", i%7, i), Body: fmt.Sprintf("body %d\n", i)}
	}
	for name, task := range map[string]func(root string) tasks.Task{
		"content":   func(root string) tasks.Task { return file.Content{Path: root + "/f", Body: "body\n"} },
		"line":      func(root string) tasks.Task { return file.Line{Path: root + "/f", Line: "body"} },
		"directory": func(root string) tasks.Task { return file.Directory{Path: root + "/d"} },
		"absent":    func(root string) tasks.Task { return file.Absent{Path: root + "/none"} },
		"tree-100":  func(root string) tasks.Task { return file.Tree{Path: root + "/t", Entries: entries, Purge: true} },
		"settings": func(root string) tasks.Task {
			return file.Settings{Path: root + "/f", Settings: []file.Setting{{Key: "body"}}}
		},
	} {
		for _, kind := range taskstest.Kinds() {
			b.Run(name+"/"+kind, func(b *testing.B) {
				h := taskstest.NewHost(b, kind, nil)
				write("f", "body\n", 0o644)(b, h.Root)
				mkdir(b, h.Root+"/d")
				t := task(h.Root)
				if tree, ok := t.(file.Tree); ok {
					for _, e := range tree.Entries {
						write("t/"+e.Name, e.Body, e.Mode|0o644)(b, h.Root)
					}
				}
				c, err := h.Plan(t)
				if err != nil || !c.Empty() {
					b.Fatalf("%v, %v", c, err)
				}
				probe := sh.Script(fmt.Sprintf("i=0\nwhile [ $i -lt %d ]; do i=$((i + 1)); ( %s\n) </dev/null >/dev/null; done", b.N, t.Probe()))
				b.ResetTimer()
				if r := h.Run(probe); r.Err() != nil {
					b.Fatal(r.Err())
				}
			})
		}
	}
}
