package archive_test

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/archive"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// A program is installed from the archive that it is released in.
func ExampleExtracted() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()
	body := tarball(&testing.T{}, "gzip", release("1.2")...)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) }))
	defer server.Close()

	cache := filepath.Join(dir, "app-1.2.tar.gz")
	install := []tasks.Task{
		file.Download{
			Path:   cache,
			URL:    server.URL + "/releases/app-1.2.tar.gz",
			SHA256: fmt.Sprintf("%x", sha256.Sum256(body)), // the one that was published
		},
		archive.Extracted{Source: cache, Into: filepath.Join(dir, "app"), Strip: 1},
		file.Link{Path: filepath.Join(dir, "bin"), Target: "app/bin/app"},
	}
	for range 2 {
		for _, task := range install {
			change, err := taskstest.Apply(task)
			fmt.Println(len(change.Steps), err)
		}
	}
	version, err := os.ReadFile(filepath.Join(dir, "bin"))
	fmt.Printf("%s %v\n", version, err)
	// Output:
	// 1 <nil>
	// 1 <nil>
	// 1 <nil>
	// 0 <nil>
	// 0 <nil>
	// 0 <nil>
	// 1.2 <nil>
}
