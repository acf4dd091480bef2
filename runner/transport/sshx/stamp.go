package sshx

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// inspect returns the files that exist, and a stamp that changes with them.
func inspect(files []string) (present []string, stamp string, err error) {
	for _, file := range files {
		info, err := os.Stat(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, "", err
		}
		present = append(present, file)
		stamp += fmt.Sprintf("%s\x00%d %d\x00", file, info.Size(), info.ModTime().UnixNano())
	}
	return present, stamp, nil
}
