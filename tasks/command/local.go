package command

import (
	"fmt"
	"os"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// largest is the largest script, in bytes, that is read.
const largest = 1 << 20

// Local reads a script from a file of the machine that hrun runs on. A path
// that is not absolute begins at the working directory.
//
// A script without "#!", or for one of the shells sh, dash and ash, becomes a
// part of the task as it is, where $0 is not its name. Any other is fed to the
// interpreter of its first line, which reads /dev/stdin: so [Command.Input] is
// not for it. No file is left on the host.
//
// The error is of type [*io/fs.PathError] where the file cannot be read.
func Local(file string) (sh.Script, error) {
	body, err := os.ReadFile(file)
	switch {
	case err != nil:
		return "", err
	case len(body) > largest:
		return "", fmt.Errorf("%s has %d bytes, more than the 1 MiB of a script", file, len(body))
	case !utf8.Valid(body) || strings.ContainsRune(string(body), 0):
		return "", fmt.Errorf("%s is not a script: it is no text", file)
	}
	first, _, _ := strings.Cut(string(body), "\n")
	line, interpreted := strings.CutPrefix(first, "#!")
	words := strings.Fields(line)
	switch {
	case !interpreted:
		return sh.Script(body), nil
	case len(words) == 0 || !path.IsAbs(words[0]):
		return "", fmt.Errorf("%s begins with %q, which names no interpreter", file, first)
	}
	switch path.Base(words[len(words)-1]) {
	case "sh", "dash", "ash":
		return sh.Script(body), nil
	}
	return sh.Feed(body, sh.Cmd(words[0], append(words[1:], "/dev/stdin")...)), nil
}
