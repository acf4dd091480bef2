package file_test

import (
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// show brings this machine to the state of the tasks and prints what that
// changed.
func show(ts ...tasks.Task) {
	for _, task := range ts {
		change, err := taskstest.Apply(task)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Print(taskstest.Differences(change))
	}
}

func ExampleContent() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()

	motd := filepath.Join(dir, "motd")
	show(
		file.Content{Path: motd, Body: "Welcome.\n"},
		file.Content{Path: motd, Body: "Welcome.\n"}, // is so already
		file.Content{Path: motd, Body: "Go away.\n", Mode: 0o600},
	)
	// Output:
	// content: absent -> "Welcome.\n"
	// content: "Welcome.\n" -> "Go away.\n"
	// mode: 644 -> 600
}

func ExampleContent_verify() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()

	script := filepath.Join(dir, "backup")
	_, err := taskstest.Apply(file.Content{Path: script, Body: "if true\n", Mode: 0o755, Verify: sh.Cmd("sh", "-n")})
	fmt.Println("refused:", err != nil)
	_, err = os.Stat(script)
	fmt.Println("written:", err == nil)
	// Output:
	// refused: true
	// written: false
}

func ExampleSecret() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()

	show(
		file.Secret{Path: filepath.Join(dir, "authkey"), Body: sh.NewSecret("hunter2")},
		file.Secret{Path: filepath.Join(dir, "authkey"), Body: sh.NewSecret("hunter3")},
	)
	// Output:
	// content: absent -> (secret)
	// content: (another secret) -> (secret)
}

func ExampleDownload() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("#!/bin/sh\n")) }))
	defer server.Close()

	tool := file.Download{
		Path:   filepath.Join(dir, "tool"),
		URL:    server.URL + "/tool",
		SHA256: "a8076d3d28d21e02012b20eaf7dbf75409a6277134439025f282e368e3305abf",
		Mode:   0o755,
	}
	first, err := taskstest.Apply(tool)
	fmt.Println(len(first.Steps), err)
	second, err := taskstest.Apply(tool) // asks the server nothing
	fmt.Println(len(second.Steps), err)
	// Output:
	// 1 <nil>
	// 0 <nil>
}

func ExampleUpload() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()
	_ = os.WriteFile(filepath.Join(dir, "motd"), []byte("Welcome.\n"), 0o600)

	// The same two lines do for a program of many megabytes.
	source, err := file.Local(filepath.Join(dir, "motd"))
	if err != nil {
		fmt.Println(err)
	}
	show(file.Upload{Path: filepath.Join(dir, "installed"), Source: source})
	// Output: content: absent -> "Welcome.\n"
}

func ExampleContent_backup() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()

	motd := filepath.Join(dir, "motd")
	show(
		file.Content{Path: motd, Body: "Welcome.\n"},
		file.Content{Path: motd, Body: "Go away.\n", Backup: true},
	)
	kept, _ := os.ReadFile(motd + ".~1~")
	fmt.Printf("kept: %s", kept)
	// Output:
	// content: absent -> "Welcome.\n"
	// content: "Welcome.\n" -> "Go away.\n"
	// kept: Welcome.
}

func ExampleDirectory() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()

	show(
		file.Directory{Path: filepath.Join(dir, "haproxy")},
		file.Directory{Path: filepath.Join(dir, "haproxy"), Mode: 0o750},
		file.Absent{Path: filepath.Join(dir, "haproxy")},
	)
	// Output:
	// directory: absent -> present, mode 755
	// mode: 755 -> 750
	// path: empty directory -> absent
}

func ExampleAbsent_Validate() {
	fmt.Println(file.Absent{Path: "/usr/lib", Recursive: true}.Validate())
	// Output: /usr/lib is a part of the system and is not removed
}

func ExampleLink() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()

	show(
		file.Link{Path: filepath.Join(dir, "current"), Target: "release-1"},
		file.Link{Path: filepath.Join(dir, "current"), Target: "release-2"},
	)
	// Output:
	// link: absent -> link to release-1
	// target: release-1 -> release-2
}

func ExampleLine() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()

	config := filepath.Join(dir, "sshd_config")
	show(
		file.Content{Path: config, Body: "#PermitRootLogin yes\nUsePAM yes\n"},
		file.Line{Path: config, Line: "PermitRootLogin no", Match: "^#?PermitRootLogin[[:space:]]"},
	)
	// Output:
	// content: absent -> "#PermitRootLogin yes\nUsePAM yes\n"
	// content: "#PermitRootLogin yes\nUsePAM yes\n" -> "PermitRootLogin no\nUsePAM yes\n"
}

func ExampleBlock() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()

	show(file.Block{Path: filepath.Join(dir, "profile"), Name: "proxy", Body: "export http_proxy=\n", Create: true})
	// Output:
	// content: absent -> "# BEGIN hrun proxy\nexport http_proxy=\n# END hrun proxy\n"
}

//go:embed testdata/plan/tree*
var app embed.FS

func ExampleTree() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()
	_ = os.WriteFile(filepath.Join(dir, "old.conf"), nil, 0o600)

	below, err := fs.Sub(app, "testdata/plan") // os.DirFS("app") for a local directory
	if err != nil {
		fmt.Println(err)
	}
	entries, err := file.Entries(below)
	if err != nil {
		fmt.Println(err)
	}
	change, err := taskstest.Apply(file.Tree{Path: dir, Entries: entries, Purge: true})
	for _, s := range change.Steps {
		fmt.Println(s.Field)
	}
	fmt.Println(err)
	// Output:
	// mode
	// tree-absent.txtar content
	// tree-nonsense.txtar content
	// tree-not-directory.txtar content
	// tree-other-owner.txtar content
	// old.conf
	// <nil>
}

func ExampleAttributes() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()

	show(file.Attributes{Path: dir, Mode: 0o750})
	show(file.Attributes{Path: "/nowhere", Mode: 0o750})
	// Output:
	// mode: 700 -> 750
	// attributes of /nowhere: /nowhere is absent, and is for others to make
}

func ExampleSettings() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()

	journald := filepath.Join(dir, "journald.conf")
	show(
		file.Content{Path: journald, Body: "[Journal]\n#SystemMaxUse=\n#Storage=auto\n"},
		file.Settings{Path: journald, Uncomment: true, Settings: []file.Setting{
			{Section: "Journal", Key: "SystemMaxUse", Value: "1G"},
		}},
	)
	// Output:
	// content: absent -> "[Journal]\n#SystemMaxUse=\n#Storage=auto\n"
	// content: "[Journal]\n#SystemMaxUse=\n#Storage=auto\n" -> "[Journal]\nSystemMaxUse=1G\n#Storage=auto\n"
}
