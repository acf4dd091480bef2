package sshx

import (
	"github.com/pkg/sftp"
)

// inMaking ends the name of the directory in which an upload is made.
const inMaking = ".d"

// removeLeft removes what connections to this host have left whose runs were
// killed. Mine is the name of a directory that this connection has just made,
// and tells who it is on the host: in a directory that all may write to, what
// others have made could turn into something else at any time. Whatever cannot
// be removed is no reason not to upload.
func (c *client) removeLeft(files *sftp.Client, mine string) {
	entries, err := files.ReadDir(uploadDirectory)
	if err != nil {
		return
	}
	owner := map[string]uint32{}
	for _, e := range entries {
		if stat, ok := e.Sys().(*sftp.FileStat); ok {
			owner[e.Name()] = stat.UID
		}
	}
	me, known := owner[mine]
	for _, e := range entries {
		if !known || owner[e.Name()] != me || !c.uploads.Left(e.Name()) {
			continue
		}
		path := uploadDirectory + e.Name()
		if e.IsDir() {
			_ = files.Remove(path + "/body")
		}
		_ = files.Remove(path) // a directory too, if it is empty
	}
}
