package user

import (
	"fmt"
	"regexp"
)

// nameForm is what useradd(8) of Debian and RHEL both take, and what no shell
// and no file of colons can misread.
var nameForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]{0,30}[A-Za-z0-9_.$-]?$`)

func checkName(kind, name string) error {
	if !nameForm.MatchString(name) {
		return fmt.Errorf("%q is not the name of a %s: want letters, digits, _, . and -, at most 32 of them", name, kind)
	}
	return nil
}

// maxID is the largest user or group id: 4294967295 means "none".
const maxID = 1<<32 - 2

func checkID(id int64) error {
	if id < 0 || id > maxID {
		return fmt.Errorf("id %d is not between 1 and %d", id, int64(maxID))
	}
	return nil
}
