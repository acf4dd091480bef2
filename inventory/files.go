package inventory

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func (r *variableReader) files(into *[]string, names ...string) {
	v, ok := r.find(names...)
	if !ok {
		return
	}
	var file string
	err := decodeNode(v.node, &file)
	if err == nil {
		if file, err = v.node.place.resolve(file); err == nil {
			*into = append([]string{file}, *into...)
		}
	}
	r.check(v, err)
}

// resolve returns the path of a file that is named here: "~" is the home
// directory, and a relative path starts at the directory of the inventory.
func (p place) resolve(file string) (string, error) {
	if file == "~" || strings.HasPrefix(file, "~/") {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("%s: %w", file, err)
		}
		return filepath.Join(home, file[1:]), nil
	}
	if strings.HasPrefix(file, "~") {
		return "", fmt.Errorf("%s: only ~/ is expanded, not the home of another user", file)
	}
	if filepath.IsAbs(file) || p.base == "" {
		return file, nil
	}
	return filepath.Abs(filepath.Join(p.base, file)) // a shell on this machine starts elsewhere
}
