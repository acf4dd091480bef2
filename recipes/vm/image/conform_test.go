package image_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/image"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// apt stands in for what fetches packages and lists them.
var apt = map[string]string{
	"apt-get":        `for dir; do case $dir in Dir::Cache::archives=*) : >"${dir#*=}/a.deb" ;; esac; done`,
	"apt-ftparchive": `for deb in *.deb; do echo "Filename: ./$deb"; done`,
}

// file returns a setup that makes a file, with the directories above it.
func file(name, content string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestConform(t *testing.T) {
	repository := func(root string) tasks.Task {
		return image.Repository{Name: "bookworm", Image: root + "/it's", Status: root + "/status", Packages: []string{"haproxy"}}
	}
	purged := func(root string) tasks.Task {
		return image.Purged{Lab: "conform", State: root + "/labs", Name: "bookworm", Image: root + "/it's"}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "repository", Task: repository, Commands: apt, MachineTools: true},
		taskstest.Case{Name: "repository half made", Task: repository, Commands: apt, MachineTools: true, Setup: file("it's/repository/names", "zsh\n")},
		taskstest.Case{Name: "repository made", Task: repository, MachineTools: true, Setup: file("it's/repository/names", "haproxy\nzsh\n"), InSync: true},
		taskstest.Case{Name: "purged", Task: purged, MachineTools: true, Setup: file("it's/new/etc/left", "")},
		taskstest.Case{Name: "purged before", Task: purged, MachineTools: true, InSync: true},
		taskstest.Case{Name: "purged below another lab", Task: purged, MachineTools: true, Refused: "other labs: other", Setup: func(t testing.TB, root string) {
			file("it's/new/etc/left", "")(t, root)
			file("labs/other/provider", "")(t, root)
		}},
	)
}
