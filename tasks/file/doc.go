// Package file holds tasks about files, directories and links: whole bodies
// ([Content], [Secret], [Upload], [Download]), parts of a file that others write
// too ([Line], [Block], [Settings]), what is or is not at a path ([Directory],
// [Link], [Absent], [Attributes]), and whole directories ([Tree]).
//
// They replace a file in one rename, so that a reader sees the old body
// or the new one and never a part. The new file is written beside the old one
// under a name that begins with ".hrun."; it goes away when the writing fails,
// but one may be left behind by a crash.
//
// It is synchronized (fsync(2)) before it gets its name, and so is its
// directory afterwards: what a task has written outlasts a crash of the host.
//
// A task never makes the directory that its path lies in. Where that is
// missing its Plan returns a [MissingError], so that the task waits for the
// [Directory] that comes before it.
//
// # Backups
//
// A task whose field Backup is set keeps the old file whenever it replaces the
// body: as PATH.~1~, and the next as PATH.~2~, as cp(1) with --backup=numbered
// names them, and as most readers of whole directories, such as cron(8), skip
// them. A body that one of them holds already is not kept again; no backup is
// ever replaced or removed. A backup has the owner, mode and attributes of the
// old file; that of a [Secret] belongs to the user who writes, with mode 0600.
package file
