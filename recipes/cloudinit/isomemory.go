package cloudinit

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/diskfs/go-diskfs/backend"
)

// memory is an image that is being written, in memory.
type memory struct{ bytes []byte }

var (
	_ backend.Storage      = (*memory)(nil)
	_ backend.WritableFile = (*memory)(nil)
)

// errOnlyWritten is returned by what writing an image needs nothing of.
var errOnlyWritten = errors.New("the image is only written")

// WriteAt leaves what is zero as it is, as an image is all zero to begin with.
// The library needs that: after a file that fills its last sector it writes
// one more of zeros, onto the Joliet directory that it has put there before.
func (m *memory) WriteAt(p []byte, offset int64) (int, error) {
	if missing := int(offset) + len(p) - len(m.bytes); missing > 0 {
		m.bytes = append(m.bytes, make([]byte, missing)...)
	}
	if len(bytes.Trim(p, "\x00")) > 0 {
		copy(m.bytes[offset:], p)
	}
	return len(p), nil
}

// whole gives the image the size that it says it has (ECMA-119, 8.4.8).
func (m *memory) whole() error {
	const said = 16*sector + 80
	if len(m.bytes) < said+4 {
		return errors.New("it has no volume descriptor")
	}
	size := int(binary.LittleEndian.Uint32(m.bytes[said:])) * sector
	m.bytes = append(m.bytes, make([]byte, max(0, size-len(m.bytes)))...)[:size]
	return nil
}

// ReadAt reads what has been written.
func (m *memory) ReadAt(p []byte, offset int64) (int, error) {
	return bytes.NewReader(m.bytes).ReadAt(p, offset)
}

func (m *memory) Writable() (backend.WritableFile, error) { return m, nil }
func (m *memory) Path() string                            { return "" }
func (m *memory) Close() error                            { return nil }
func (m *memory) Read([]byte) (int, error)                { return 0, io.EOF }
func (m *memory) Seek(int64, int) (int64, error)          { return 0, errOnlyWritten }
func (m *memory) Stat() (fs.FileInfo, error)              { return nil, errOnlyWritten }
func (m *memory) Sys() (*os.File, error)                  { return nil, backend.ErrNotSuitable }
