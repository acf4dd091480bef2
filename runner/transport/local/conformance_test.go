package local_test

import (
	"io/fs"
	"os"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/runner/transport/transporttest"
)

func TestConformance(t *testing.T) {
	transporttest.Run(t, func(*testing.T) transporttest.Subject {
		return transporttest.Subject{
			Dialer:     local.Dialer{},
			Host:       inventory.Host{Name: "here"},
			ReadFile:   readFile,
			RemoveFile: os.Remove,
		}
	})
}

func readFile(path string) ([]byte, fs.FileMode, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, err
	}
	body, err := os.ReadFile(path)
	return body, info.Mode(), err
}
