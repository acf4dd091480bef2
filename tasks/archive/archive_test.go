package archive_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// member is something in an archive.
type member struct {
	name   string
	mode   fs.FileMode // with its type
	body   string
	target string // of a link; without fs.ModeSymlink a hard link
}

// release is an archive as programs are released in.
func release(version string) []member {
	return []member{
		{name: "app/", mode: fs.ModeDir | 0o777},
		{name: "app/bin/", mode: fs.ModeDir | 0o755},
		{name: "app/bin/app", mode: 0o755 | fs.ModeSetuid, body: version},
		{name: "app/it's new $HOME", mode: 0o666, body: "x"},
		{name: "app/-rf", mode: 0o644},
		{name: "app/bin/data", mode: fs.ModeSymlink | 0o777, target: "../it's new $HOME"},
	}
}

// tarball returns a tar file, compressed by the command, if that is given.
func tarball(t testing.TB, compress string, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range members {
		h := &tar.Header{Name: m.name, Mode: int64(m.mode.Perm()), Uid: 4711, Gid: 4711, Size: int64(len(m.body)), Linkname: m.target}
		switch {
		case m.mode&fs.ModeSetuid != 0:
			h.Mode |= 0o4000
		case m.mode&fs.ModeSymlink != 0:
			h.Typeflag = tar.TypeSymlink
		case m.mode&fs.ModeCharDevice != 0:
			h.Typeflag, h.Devmajor, h.Devminor = tar.TypeChar, 1, 3
		case m.mode&fs.ModeNamedPipe != 0:
			h.Typeflag = tar.TypeFifo
		case m.target != "":
			h.Typeflag = tar.TypeLink
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(m.body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if compress == "" {
		return b.Bytes()
	}
	cmd := exec.Command(compress, "-c")
	cmd.Stdin = &b
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", compress, err)
	}
	return out
}

// zipped returns a zip file.
func zipped(t testing.TB, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		h := &zip.FileHeader{Name: m.name}
		h.SetMode(m.mode)
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(m.body + m.target)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// each runs a test on a scratch host of every kind.
func each(t *testing.T, test func(*testing.T, *taskstest.Host)) {
	for _, kind := range taskstest.Kinds() {
		t.Run(kind, func(t *testing.T) { test(t, taskstest.NewHost(t, kind, nil)) })
	}
}

func put(t testing.TB, path string, body []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, body, 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, path string) string {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
	}
	return string(body)
}
