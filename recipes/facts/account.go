package facts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// User is whose rights hrun has on a host: after sudo, where the host has
// become.
type User struct {
	Name   string   `json:"name"`
	UID    int      `json:"uid"`
	Root   bool     `json:"root"`   // may do everything, but for what a container keeps from it
	Groups []string `json:"groups"` // by name, the user's own first
}

// In tells whether the user is in the group.
func (u User) In(group string) bool { return slices.Contains(u.Groups, group) }

// Account is the user that tasks are done as.
func Account() Fact[User] {
	return Fact[User]{Name: "account", Probe: "id -u && id -un && id -Gn", Parse: parseAccount}
}

func parseAccount(printed string) (User, error) {
	lines := strings.Split(strings.TrimSuffix(printed, "\n"), "\n")
	if len(lines) != 3 {
		return User{}, fmt.Errorf("id printed %q", printed)
	}
	uid, err := strconv.Atoi(lines[0])
	if err != nil {
		return User{}, fmt.Errorf("id printed %q", printed)
	}
	return User{Name: lines[1], UID: uid, Root: uid == 0, Groups: strings.Fields(lines[2])}, nil
}
