package user

import "fmt"

// ForeignError says that the host knows a name, but not from its own files.
type ForeignError struct{ Kind, Name string } // Kind is "user" or "group"

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s %s is not from the host's own files but from another source of nsswitch.conf(5), where it has to be managed", e.Kind, e.Name)
}

// UnknownGroupError says that a user shall be in a group that is not in
// /etc/group. An earlier task may be about to make it.
type UnknownGroupError struct{ User, Group string }

func (e *UnknownGroupError) Error() string {
	return fmt.Sprintf("user %s: there is no group %s in /etc/group", e.User, e.Group)
}

// ToolsError says that the host has no tools to change users and groups with.
type ToolsError struct{}

func (*ToolsError) Error() string {
	return "the host has no useradd(8): install the package passwd (Debian) or shadow (Alpine)"
}
