package verify_test

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks/file/verify"
)

func TestSudoers(t *testing.T) {
	verified(t, always(verify.Sudoers()), nil,
		verdict{"good", "User_Alias OPS = bob, eve\nOPS ALL = (ALL) NOPASSWD: ALL\n", ""},
		verdict{"syntax", "bob ALL = (ALL NOPASSWD: ALL\n", "syntax error"},
		verdict{"undefined alias", "OPS ALL = (ALL) ALL\n", `User_Alias "OPS" referenced but not defined`},
	)
}
