// Package user holds tasks about the users and groups of /etc/passwd and
// /etc/group. Those that come from elsewhere, such as LDAP, are never touched:
// Plan returns a [ForeignError] for them.
//
// The tasks need the tools useradd, usermod, groupadd and so on, which are in
// Debian's and RHEL's base and in Alpine's package "shadow". Where only busybox
// has tools of that kind, Plan returns a [ToolsError] once something has to
// change.
package user
