package taskstest

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
)

// uploader wants the file $ROOT/toy to hold what a local file does.
func uploader(t *testing.T, root, body string, u func(*tasks.Upload)) toy {
	local := filepath.Join(t.TempDir(), "it's local")
	if err := os.WriteFile(local, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(body))
	upload := tasks.Upload{Path: local, Size: int64(len(body)), SHA256: hex.EncodeToString(sum[:])}
	if u != nil {
		u(&upload)
	}
	return toy{probe: good, plan: func(got string) (c tasks.Change, err error) {
		if !strings.Contains(got, "yes") {
			c.Differ("content", "none", "some", `grep -q body "$hrun_upload" && cp "$hrun_upload" "$ROOT"/toy`)
			c.Steps[0].Upload = &upload
		}
		return c, nil
	}}
}

func TestConformUploads(t *testing.T) {
	Conform(t, Case{Task: func(root string) tasks.Task { return uploader(t, root, "body", nil) }})
}

func TestUploadIsRemoved(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	h := NewHost(t, "dash", nil)
	if _, r := h.Apply(uploader(t, h.Root, "body", nil)); r.Err() != nil {
		t.Fatal(r.Err())
	}
	if left, err := filepath.Glob(dir + "/hrun-*"); err != nil || left != nil {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestUploadOfAnotherFileIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*tasks.Upload){
		"digest":  func(u *tasks.Upload) { u.SHA256 = strings.Repeat("0", 64) },
		"size":    func(u *tasks.Upload) { u.Size++ },
		"missing": func(u *tasks.Upload) { u.Path += "x" },
	} {
		if _, err := Apply(uploader(t, "", "body", spoil)); err == nil || !strings.Contains(err.Error(), "upload: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
