package runner

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"time"

	"github.com/hrun-dev/hrun/tasks"
)

// ChangedFileError says that a local file is not what a task was planned with.
// Nothing was done on the host.
type ChangedFileError struct{ Path string }

func (e *ChangedFileError) Error() string {
	return fmt.Sprintf("%s has changed since the task was planned", e.Path)
}

// between is the time between two words about how far an upload is.
const between = 250 * time.Millisecond

// source is the local file of an upload as it is read: piece by piece, and
// only once. Its end is an error where it is not the file that was meant.
type source struct {
	file *os.File
	want tasks.Upload
	sum  hash.Hash
	tell func(sent, total int64)

	sent int64
	told time.Time
}

func openSource(u tasks.Upload, tell func(sent, total int64)) (*source, error) {
	f, err := os.Open(u.Path)
	if err != nil {
		return nil, err
	}
	return &source{file: f, want: u, sum: sha256.New(), tell: tell}, nil
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.file.Read(p)
	_, _ = s.sum.Write(p[:n])
	s.sent += int64(n)
	over := errors.Is(err, io.EOF)
	if s.sent > s.want.Size || over && !s.meant() {
		return 0, &ChangedFileError{s.want.Path}
	}
	if now := time.Now(); over || now.Sub(s.told) >= between {
		s.told = now
		s.tell(s.sent, s.want.Size)
	}
	return n, err
}

func (s *source) meant() bool {
	return s.sent == s.want.Size && hex.EncodeToString(s.sum.Sum(nil)) == s.want.SHA256
}

// portion says how much of a whole there is, in bytes.
func portion(sent, total int64) string {
	unit, name := int64(1), "bytes"
	for _, larger := range []string{"KiB", "MiB", "GiB"} {
		if total >= 10*unit<<10 {
			unit, name = unit<<10, larger
		}
	}
	return fmt.Sprintf("%d of %d %s", sent/unit, total/unit, name)
}
