package transporttest

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"path"
	"strings"
	"testing"
	"testing/iotest"
)

// uploads stores 3 MiB twice: exact bytes, a private file, a fresh name.
func uploads(t *testing.T, s Subject) {
	c := dial(t, s)
	body := make([]byte, 3<<20)
	_, _ = rand.NewChaCha8([32]byte{}).Read(body)
	seen := map[string]bool{}
	for range 2 {
		file, err := c.Upload(t.Context(), bytes.NewReader(body))
		if err != nil {
			t.Fatalf("upload: %v", err)
		}
		t.Cleanup(func() { _ = s.RemoveFile(file) })
		if !path.IsAbs(file) || seen[file] {
			t.Errorf("path is %q, want a fresh absolute one", file)
		}
		seen[file] = true
		got, mode, err := s.ReadFile(file)
		if err != nil {
			t.Fatalf("read what was uploaded: %v", err)
		}
		if !bytes.Equal(got, body) {
			t.Errorf("stored %s, want %s", abridged(got), abridged(body))
		}
		if mode.Perm() != 0o600 {
			t.Errorf("mode is %v, want 0600", mode)
		}
	}
}

// uploadsAfterAKill leaves a file behind, as a run does that is killed. The
// next connection's first upload removes that, and its own stay.
func uploadsAfterAKill(t *testing.T, s Subject) {
	left, err := dial(t, s).Upload(t.Context(), strings.NewReader("left"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.RemoveFile(left) })
	c := dial(t, s)
	for _, body := range []string{"first", "second"} {
		file, err := c.Upload(t.Context(), strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if got, _, err := s.ReadFile(file); string(got) != body {
				t.Errorf("%s has %q, %v, want %q", file, got, err, body)
			}
			_ = s.RemoveFile(file)
		})
		if _, _, err := s.ReadFile(left); err == nil {
			t.Errorf("%s is still there", left)
		}
	}
}

// uploadFails has the body break, and looks at what the error says. What it
// leaves behind cannot be seen here: a failed upload has no path.
func uploadFails(t *testing.T, s Subject) {
	c := dial(t, s)
	broken := errors.New("the body broke")
	body := io.MultiReader(bytes.NewReader(make([]byte, 100_000)), iotest.ErrReader(broken))
	if file, err := c.Upload(t.Context(), body); !errors.Is(err, broken) || file != "" {
		t.Errorf("got %q, %v, want no path and %q", file, err, broken)
	}
	run(t, c, "echo still here\n").expect(t, "still here\n", "")
}
