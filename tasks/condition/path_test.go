package condition_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/tasks/condition"
)

func TestPath(t *testing.T) {
	root := t.TempDir()
	there, directory, dangling := filepath.Join(root, "it's $there"), filepath.Join(root, "dir"), filepath.Join(root, "dangling")
	for _, err := range []error{
		os.WriteFile(there, []byte("one\n-e two*\n"), 0o600),
		os.Mkdir(directory, 0o755),
		os.Symlink(filepath.Join(root, "nowhere"), dangling),
		os.Symlink(there, filepath.Join(root, "link")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	try(t, nil,
		look{name: "exists", of: condition.Path{Path: there}},
		look{name: "exists behind a link", of: condition.Path{Path: root + "/link", Contains: "one"}},
		look{name: "a directory", of: condition.Path{Path: directory}},
		look{name: "absent", of: condition.Path{Path: root + "/no"}, status: 1, said: "absent"},
		look{name: "absent with its directory", of: condition.Path{Path: root + "/no/no"}, status: 1, said: "absent"},
		look{name: "absent behind a link", of: condition.Path{Path: dangling}, status: 1, said: "absent"},
		look{name: "absent as wanted", of: condition.Path{Path: root + "/no", Not: true}},
		look{name: "there, and should not", of: condition.Path{Path: there, Not: true}, status: 1, said: "is there"},
		look{name: "contains", of: condition.Path{Path: there, Contains: "-e two*"}},
		look{name: "contains not", of: condition.Path{Path: there, Contains: "t.o"}, status: 1, said: "does not contain"},
		look{name: "no file to contain it", of: condition.Path{Path: directory, Contains: "t.o"}, status: 1, said: "no regular file"},
		look{name: "absent and should contain", of: condition.Path{Path: root + "/no", Contains: "a"}, status: 1, said: "absent"},
	)
}
