// Package mount holds the task about mounted file systems and their lines in
// fstab(5).
package mount

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// State says where a file system is to be mounted: now, at boot, or both.
type State int

// What is wanted of the kernel, and of /etc/fstab.
const (
	Mounted   State = iota // mounted now, and a line in /etc/fstab
	Present                // a line in /etc/fstab; now is left alone
	Ephemeral              // mounted now; /etc/fstab is left alone
	Unmounted              // nothing is mounted at Path now; /etc/fstab is left alone
	Absent                 // nothing is mounted at Path now, and no line in /etc/fstab
)

// Mount wants a file system to be mounted at a path, or not to be.
//
// The mount point is made where it is missing, and is never removed. What is
// mounted at Path from another source, or as another type, is unmounted first;
// nothing is unmounted by force, so what is in use fails the task. The live
// state comes before the line: what the kernel refuses is not written.
//
// Options are compared as a set. Of what the kernel shows, the flags that every
// file system has (ro, noexec, nosuid, nodev, noatime, nodiratime, sync,
// dirsync, nosymfollow) must be as wanted; for a bind mount only those that
// Options name, as it inherits the others. Of the rest, which each file system
// shows in its own way or not at all, only the size of a tmpfs is compared.
// Another set of options in /etc/fstab is taken as one that is in effect still:
// the file system is mounted anew with the wanted ones.
//
// With the option x-systemd.automount, systemd.mount(5), it suffices that systemd
// waits for the first look at Path, as it does after a boot.
//
// The line at the first match of Path in /etc/fstab becomes the wanted one,
// further ones of that path go, all others stay. systemd is told to read it
// again.
type Mount struct {
	// Source is what is mounted: a device, UUID=..., LABEL=..., PARTUUID=...,
	// PARTLABEL=..., a directory for a bind mount, HOST:/DIR, or a word such
	// as tmpfs. It is not needed for Unmounted and Absent. Where the host has
	// no /dev/disk, whatever device is mounted is taken to be the one with
	// that UUID or label.
	Source string

	Path string // absolute, without symbolic links
	Type string // e.g. ext4; empty means "none" for a bind mount, otherwise "auto"

	// Options are as in fstab(5), one each, e.g. "noatime", "size=64m", "bind".
	// nil means "defaults".
	Options []string

	Dump int // the fifth field of the line: 1 if dump(8) saves it
	Pass int // the sixth field: when fsck(8) checks it at boot, 0 for never

	State State

	root string // what /etc, /proc and /run lie below; empty means /
}

var (
	_ tasks.Task    = Mount{}
	_ tasks.Sampler = Mount{}
)

// Validate reports a bad path, options and fields that cannot stand in a line,
// and what a state does not go with.
func (m Mount) Validate() error {
	var errs []error
	if m.Path != "/" {
		errs = append(errs, file.CheckPath(m.Path))
	}
	if m.State < Mounted || m.State > Absent {
		errs = append(errs, fmt.Errorf("unknown state %d", m.State))
	}
	if m.wanted() && m.Source == "" {
		errs = append(errs, errors.New("the source is missing"))
	}
	if strings.ContainsAny(m.Source, "\x00\n") || strings.HasPrefix(m.Source, "-") || strings.HasPrefix(m.Source, "#") {
		errs = append(errs, fmt.Errorf("source %q holds a line feed or NUL, or begins with - or #", m.Source))
	}
	if strings.ContainsFunc(m.Type, func(r rune) bool { return r <= ' ' || r == ',' || r == '\\' }) || strings.HasPrefix(m.Type, "-") {
		errs = append(errs, fmt.Errorf("%q is not the type of a file system", m.Type))
	}
	for _, o := range m.Options {
		if o == "" || strings.ContainsAny(o, "\x00\n, \t") || o == "remount" {
			errs = append(errs, fmt.Errorf("%q is not one mount option", o))
		}
	}
	if m.Dump < 0 || m.Pass < 0 {
		errs = append(errs, errors.New("dump and pass cannot be negative"))
	}
	return errors.Join(errs...)
}

func (m Mount) String() string { return "mount " + m.Path }

// wanted reports whether the task wants something to be there at all.
func (m Mount) wanted() bool { return m.State <= Ephemeral }

// bind reports whether a part of the tree is mounted a second time.
func (m Mount) bind() bool { return has(m.Options, "bind") || has(m.Options, "rbind") }

// kind returns the type as it stands in a line.
func (m Mount) kind() string {
	switch {
	case m.Type != "":
		return m.Type
	case m.bind():
		return "none"
	}
	return "auto"
}

func (m Mount) text() file.Text { return file.Text{Path: m.root + "/etc/fstab", Create: true} }

// Plan compares what is mounted, and the line of /etc/fstab.
func (m Mount) Plan(got string) (c tasks.Change, err error) {
	if err := m.Validate(); err != nil {
		return c, err
	}
	s, err := m.parse(got)
	if err != nil {
		return c, err
	}
	line, err := m.planLine(s.fstab)
	if err != nil {
		return c, err
	}
	switch m.State {
	case Mounted, Ephemeral:
		old := ""
		if m.State == Mounted {
			old = m.otherOptions(s.fstab)
		}
		c, err = m.planLive(s, old)
	case Unmounted, Absent:
		c.Differ("mounted", s.shown(), nothing, m.unmount(len(s.live)))
	}
	if err != nil {
		return tasks.Change{}, err
	}
	c.Steps = append(c.Steps, line.Steps...)
	return c, nil
}

// Sample shows a host that has the device but nothing at the path, and one with
// the file system mounted.
func (m Mount) Sample() (before, after string) {
	const nowhere, table = "place absent\n", "file 644 0:0 root:root\ntext\n"
	source := "source " + m.Source + "\n"
	before = source + nowhere + table
	switch m.State {
	case Mounted:
		return before, source + m.sampleLive() + table + m.line()
	case Present:
		return before, before + m.line()
	case Ephemeral:
		return before, source + m.sampleLive() + table
	}
	return before, before
}

func (m Mount) unmount(times int) sh.Script {
	all := make([]sh.Script, times)
	for i := range all {
		all[i] = sh.Cmd("umount", m.Path)
	}
	return sh.Lines(all...)
}
