package main_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// goFiles returns the text of all Go files of the module, by path.
func goFiles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		text, err := os.ReadFile(path)
		files[filepath.ToSlash(path)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// What the documents show must compile: every block of Go is part of a Go
// file, but for those that leave something out ("// ...").
func TestDocumentsShowCodeThatCompiles(t *testing.T) {
	files := goFiles(t)
	block := regexp.MustCompile("(?s)```go\n(.*?)```")
	blocks := 0
	for _, document := range []string{"README.md", "docs/recipes.md", "docs/secrets.md"} {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range block.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(b[1], "// ...") {
				continue
			}
			blocks++
			found := false
			for _, code := range files {
				found = found || strings.Contains(code, b[1])
			}
			if !found {
				t.Errorf("%s: in no Go file is\n%s", document, b[1])
			}
		}
	}
	if blocks < 4 {
		t.Errorf("only %d blocks of Go were found", blocks)
	}
}

// Every task is in the list of tasks, and what is in the list exists.
func TestTheListOfTasksIsTrue(t *testing.T) {
	list, err := os.ReadFile("docs/tasks.md")
	if err != nil {
		t.Fatal(err)
	}
	plan := regexp.MustCompile(`(?m)^func \((?:\w+ )?\*?([A-Z]\w*)\) Plan\(got string\) \(`)
	exported := regexp.MustCompile(`(?m)^(?:func|type) ([A-Z]\w*)`)
	exists := map[string]bool{}
	tasks := 0
	for path, code := range goFiles(t) {
		if !strings.HasPrefix(path, "tasks/") || strings.HasSuffix(path, "_test.go") {
			continue
		}
		name := func(m []string) string { return "`" + filepath.Base(filepath.Dir(path)) + "." + m[1] + "`" }
		for _, m := range exported.FindAllStringSubmatch(code, -1) {
			exists[name(m)] = true
		}
		for _, m := range plan.FindAllStringSubmatch(code, -1) {
			if tasks++; !strings.Contains(string(list), name(m)) {
				t.Errorf("docs/tasks.md lacks %s", name(m))
			}
		}
	}
	if tasks < 40 {
		t.Errorf("only %d tasks were found", tasks)
	}
	for _, name := range regexp.MustCompile("`[a-z]+\\.[A-Z]\\w+`").FindAllString(string(list), -1) {
		if !exists[name] && name != "`tasks.Task`" {
			t.Errorf("docs/tasks.md has %s, which is nowhere", name)
		}
	}
}

// The numbers that tests are named after are those of the list.
func TestEveryComplaintHasATest(t *testing.T) {
	list, err := os.ReadFile("docs/complaints.md")
	if err != nil {
		t.Fatal(err)
	}
	listed, tested := map[string]bool{}, map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\| (\d+) \|`).FindAllStringSubmatch(string(list), -1) {
		listed[m[1]] = true
	}
	name := regexp.MustCompile(`(?m)^func TestComplaint(\d+)[A-Z]`)
	for path, code := range goFiles(t) {
		for _, m := range name.FindAllStringSubmatch(code, -1) {
			if tested[m[1]] = true; !listed[m[1]] {
				t.Errorf("%s: complaint %s is not in docs/complaints.md", path, m[1])
			}
		}
	}
	for number := range listed {
		if !tested[number] {
			t.Errorf("no test is named after complaint %s", number)
		}
	}
	if len(listed) < 20 {
		t.Errorf("only %d complaints are listed", len(listed))
	}
}
