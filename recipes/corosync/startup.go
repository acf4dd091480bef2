package corosync

import (
	"errors"
	"maps"
	"regexp"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// startup wants what a running corosync cannot take over from its
// configuration to be as in a new one: then it writes the whole of it. It comes
// before the task of the file, so that such a change owes a restart, and any
// other only that the file is read again. A missing file is that task's too:
// whatever starts later reads it.
type startup struct {
	Path, Body string
	Verify     sh.Script
}

var _ tasks.Task = startup{}

func (s startup) String() string { return "corosync settings of the start" }

func (s startup) text() file.Text { return file.Text{Path: s.Path, Create: true, Verify: s.Verify} }

// Probe prints the file.
func (s startup) Probe() sh.Script { return s.text().Probe() }

// Plan writes the file if a restart is needed to make it true.
func (s startup) Plan(got string) (tasks.Change, error) {
	change, err := s.text().Plan(got, func(old string) (string, error) {
		if old == "" || !restarts(parse(old), parse(s.Body)) {
			return old, nil
		}
		return s.Body, nil
	})
	if missing := new(file.MissingError); errors.As(err, &missing) {
		return tasks.Change{}, nil
	}
	return change, err
}

// Sample is a host with the file: where there is none, nothing is to be done
// either.
func (s startup) Sample() (before, after string) {
	there := s.text().Prints(s.Body)
	return there, there
}

// starting are the settings that are read once: what corosync 3.1's exec/cfg.c
// does not let be changed, what votequorum(5) reads only when it starts, and
// all of an interface, because what becomes of a link that moves is nowhere
// promised.
var starting = regexp.MustCompile(`^(totem\.(version|transport|cluster_name|keyfile|ip_version|netmtu|threads|rrp_mode|interface\..*)` +
	`|quorum\.(provider|wait_for_all|auto_tie_breaker|auto_tie_breaker_node|last_man_standing|last_man_standing_window|allow_downscale|expected_votes_tracking)` +
	`|system\..*)$`)

// restarts reports whether the way from one configuration to the other leads
// through a restart. Nodes may come and go without, but not change.
func restarts(old, new configuration) bool {
	settings := func(c configuration) map[string]string {
		all := maps.Clone(c.settings)
		maps.DeleteFunc(all, func(path, _ string) bool { return !starting.MatchString(path) })
		return all
	}
	if !maps.Equal(settings(old), settings(new)) {
		return true
	}
	for _, n := range new.nodes {
		if was := old.node(n["name"]); was != nil && !maps.Equal(was, n) {
			return true
		}
	}
	return false
}
