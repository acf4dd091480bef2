package file_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// What a task refuses when it is added to a host, its Plan refuses, too.
func TestValidate(t *testing.T) {
	sum := strings.Repeat("ab", 32)
	faulty := []tasks.Task{
		file.Content{Path: "etc/motd"},
		file.Content{Path: "/etc/../motd"},
		file.Content{Path: "/etc/"},
		file.Content{Path: "/"},
		file.Content{Path: "/a\nb"},
		file.Content{Path: "/a", Mode: 0o1777}, // octal habit: not how Go spells sticky
		file.Content{Path: "/a", Mode: fs.ModeDir | 0o755},
		file.Content{Path: "/a", Owner: "root"},
		file.Content{Path: "/a", Owner: "-R root:root"},
		file.Content{Path: "/a", Owner: "root:"},
		file.Secret{Path: "a", Body: sh.NewSecret("x")},
		file.Upload{Path: "a"},
		file.Upload{Path: "/a", Source: file.Source{File: tasks.Upload{Path: "/b", Size: 1, SHA256: "x"}}},
		file.Upload{Path: "/a", Source: file.Source{Text: "x", File: tasks.Upload{Path: "/b"}}},
		file.Download{Path: "/a", URL: "https://a/b"},
		file.Download{Path: "/a", URL: "https://a/b", SHA256: "abc"},
		file.Download{Path: "a", URL: "https://a/b", SHA256: sum},
		file.Download{Path: "/a", URL: "a/b", SHA256: sum},
		file.Download{Path: "/a", URL: "file:///b", SHA256: sum},
		file.Download{Path: "/a", URL: "ftp://a/b", SHA256: sum},
		file.Download{Path: "/a", URL: "https://a/b c", SHA256: sum},
		file.Download{Path: "/a", URL: "https://u:p@a/b", SHA256: sum},
		file.Download{Path: "/a", URL: "https://a/b", SHA256: sum, User: "u"},
		file.Download{Path: "/a", URL: "https://a/b", SHA256: sum, Password: sh.NewSecret("p")},
		file.Download{Path: "/a", URL: "https://a/b", SHA256: sum, User: "u:v", Password: sh.NewSecret("p")},
		file.Download{Path: "/a", URL: "https://a/b", SHA256: sum, Token: sh.NewSecret("a\nb")},
		file.Download{Path: "/a", URL: "https://a/b", SHA256: sum, User: "u", Password: sh.NewSecret("p"), Token: sh.NewSecret("t")},
		file.Download{Path: "/a", URL: "https://a/b", SHA256: sum, Within: -1},
		file.Directory{Path: "a"},
		file.Directory{Path: "/a", Owner: "a:b:c"},
		file.Link{Path: "/a"},
		file.Link{Path: "/a", Target: "b\nc"},
		file.Line{Path: "/a"},
		file.Line{Path: "/a", Line: "a\nb"},
		file.Line{Path: "/a", Line: "a", Match: "("},
		file.Line{Path: "/a", Absent: true},
		file.Line{Path: "/a", Line: "a", After: "x", Absent: true},
		file.Line{Path: "/a", Line: "a", After: "("},
		file.Line{Path: "/a", Line: "a", After: "x", Before: "y"},
		file.Tree{Path: "a"},
		file.Tree{Path: "/etc", Purge: true},
		file.Tree{Path: "/a", Owner: "root"},
		file.Tree{Path: "/a", Entries: []file.Entry{{Name: "../b"}}},
		file.Tree{Path: "/a", Entries: []file.Entry{{Name: "/b"}}},
		file.Tree{Path: "/a", Entries: []file.Entry{{Name: "."}}},
		file.Tree{Path: "/a", Entries: []file.Entry{{Name: "a\nb"}}},
		file.Tree{Path: "/a", Entries: []file.Entry{{Name: "b"}, {Name: "b"}}},
		file.Tree{Path: "/a", Entries: []file.Entry{{Name: "b"}, {Name: "b/c"}}},
		file.Tree{Path: "/a", Entries: []file.Entry{{Name: "b", Target: "c"}}},
		file.Tree{Path: "/a", Entries: []file.Entry{{Name: "b", Mode: fs.ModeSymlink}}},
		file.Tree{Path: "/a", Entries: []file.Entry{{Name: "b", Mode: fs.ModeDir, Body: "c"}}},
		file.Tree{Path: "/a", Entries: []file.Entry{{Name: "b", Mode: fs.ModeDevice}}},
		file.Attributes{Path: "/a"},
		file.Attributes{Path: "a", Mode: 0o600},
		file.Attributes{Path: "/a", Mode: 0o1600},
		file.Attributes{Path: "/a", Owner: "a"},
		file.Attributes{Path: "/a", Mode: 0o600, Recursive: true},
		file.Attributes{Path: "/usr", Owner: "a:b", Recursive: true},
		file.Settings{Path: "/a"},
		file.Settings{Path: "a", Settings: []file.Setting{{Key: "a"}}},
		file.Settings{Path: "/a", Settings: []file.Setting{{Value: "a"}}},
		file.Settings{Path: "/a", Settings: []file.Setting{{Key: "a"}, {Key: "a", Absent: true}}},
		file.Settings{Path: "/a", Settings: []file.Setting{{Key: "a"}, {Key: "A"}}, IgnoreCase: true},
		file.Settings{Path: "/a", Settings: []file.Setting{{Key: "a", Value: "1", Absent: true}}},
		file.Settings{Path: "/a", Settings: []file.Setting{{Key: "a=b", Value: "1"}}},
		file.Settings{Path: "/a", Settings: []file.Setting{{Key: "#a", Value: "1"}}},
		file.Settings{Path: "/a", Settings: []file.Setting{{Key: "[a]", Value: "1"}}},
		file.Settings{Path: "/a", Settings: []file.Setting{{Key: " a", Value: "1"}}},
		file.Settings{Path: "/a", Settings: []file.Setting{{Key: "a", Value: "1 "}}},
		file.Settings{Path: "/a", Settings: []file.Setting{{Key: "a", Value: "1\n2"}}},
		file.Settings{Path: "/a", Settings: []file.Setting{{Key: "a", Value: `1 \`}}},
		file.Settings{Path: "/a", Settings: []file.Setting{{Section: "a]", Key: "a", Value: "1"}}},
		file.Settings{Path: "/a", Settings: []file.Setting{{Section: "Match all", Key: "a", Value: "1"}}, Heading: "^match "},
		file.Settings{Path: "/a", Settings: []file.Setting{{Key: "a b", Value: "1"}}, Separator: " "},
		file.Settings{Path: "/a", Settings: []file.Setting{{Key: "a", Value: "1"}}, Separator: "\n"},
		file.Settings{Path: "/a", Settings: []file.Setting{{Key: "a", Value: "1"}}, Heading: "("},
		file.Block{Path: "/a"},
		file.Block{Path: "/a", Name: "x\ny"},
		file.Block{Path: "/a", Name: "x", Comment: "\n"},
		file.Block{Path: "/a", Name: "x", Body: "# END hrun x\n"},
		file.Block{Path: "/a", Name: "x", Body: "b", Absent: true},
		file.Block{Path: "/a", Name: "x", Body: "\x00"},
	}
	for _, task := range faulty {
		if task.(interface{ Validate() error }).Validate() == nil {
			t.Errorf("Validate accepts %#v", task)
		}
		if _, err := task.Plan("absent\n"); err == nil {
			t.Errorf("Plan accepts %#v", task)
		}
	}
}
