// Package file holds tasks about files, directories and links: whole bodies
// ([Content], [Secret]), parts of a file that others write too ([Line],
// [Block]), and what is or is not at a path ([Directory], [Link], [Absent]).
//
// All of them replace a file in one rename, so that a reader sees the old body
// or the new one and never a part. The new file is written beside the old one
// under a name that begins with ".hrun."; it goes away when the writing fails,
// but one may be left behind by a crash.
//
// A task never makes the directory that its path lies in. Where that is
// missing its Plan returns a [MissingError], so that the task waits for the
// [Directory] that comes before it.
package file
