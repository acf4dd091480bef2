package file

import (
	"fmt"
	"io/fs"
	"regexp"
)

// octal returns the mode as stat(1) prints it.
func octal(m fs.FileMode) string {
	bits := uint32(m.Perm())
	if m&fs.ModeSetuid != 0 {
		bits |= 0o4000
	}
	if m&fs.ModeSetgid != 0 {
		bits |= 0o2000
	}
	if m&fs.ModeSticky != 0 {
		bits |= 0o1000
	}
	return fmt.Sprintf("%o", bits)
}

func checkMode(m fs.FileMode) error {
	if rest := m &^ (fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky); rest != 0 {
		return fmt.Errorf("mode %#o has more than permission bits: for set-id and sticky use the constants of io/fs", uint32(m))
	}
	return nil
}

var ownerForm = regexp.MustCompile(`^[^:\s-][^:\s]*:[^:\s-][^:\s]*$`)

func checkOwner(owner string) error {
	if owner != "" && !ownerForm.MatchString(owner) {
		return fmt.Errorf("owner %q is not of the form user:group", owner)
	}
	return nil
}
