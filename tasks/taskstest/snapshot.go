package taskstest

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Snapshot describes everything below the host's root, one line a file: name,
// type and mode, owner, time of modification and digest. Two snapshots are
// equal if nothing was changed between them, not even for a moment.
func (h *Host) Snapshot() string {
	h.t.Helper()
	return snapshot(h.t, h.Root)
}

func snapshot(t testing.TB, root string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		digest, err := digest(path, info)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		st := info.Sys().(*syscall.Stat_t)
		_, err = fmt.Fprintf(&b, "%q %v %d:%d %d %s\n",
			name, info.Mode(), st.Uid, st.Gid, info.ModTime().UnixNano(), digest)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func digest(path string, info fs.FileInfo) (string, error) {
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := os.Readlink(path)
		return fmt.Sprintf("-> %q", target), err
	case info.Mode().IsRegular():
		body, err := os.ReadFile(path)
		return fmt.Sprintf("%x", sha256.Sum256(body)), err
	}
	return "-", nil
}
