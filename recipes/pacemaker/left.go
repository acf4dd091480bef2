package pacemaker

import (
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// Left is the role of a host that is a member no more. Put it before the one
// that stops corosync.
type Left struct{}

// On stops pacemaker, which first moves to other nodes what runs here, and
// removes its copy of the configuration: one that has seen more changes than
// the cluster's own would replace that if the host ever joined again.
func (Left) On(h *recipes.Host) error {
	h.Do(systemd.Unit{Name: "pacemaker", Boot: systemd.Disabled, State: systemd.Stopped}, erased{Path: "/var/lib/pacemaker/cib"})
	return nil
}

// erased wants a directory to be empty, or not there.
type erased struct{ Path string }

var _ tasks.Task = erased{}

func (e erased) String() string { return "no copy of the cluster's configuration" }

// Probe prints the names of the files.
func (e erased) Probe() sh.Script {
	path := sh.Word(e.Path)
	return `if [ -d ` + path + ` ]; then ls -A ` + path + `; fi`
}

// Plan removes all of them.
func (e erased) Plan(got string) (c tasks.Change, err error) {
	c.Differ("files", got, "", sh.Cmd("find", e.Path, "-mindepth", "1", "-maxdepth", "1", "-exec", "rm", "-rf", "{}", "+"))
	return c, nil
}

// Sample is a host that has never been in a cluster.
func (erased) Sample() (before, after string) { return "", "" }
