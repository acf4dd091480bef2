package corosync

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Membership is the role of a host that looks, before anything is changed,
// whether the members that the host knows can become those that are described.
// A node that is in the cluster has its id for ever, an id is not given to
// another node in the run that removes the one who had it, and no node is
// dropped that is not named as removed.
type Membership struct {
	Member  Member
	Removed []string // nodes that are to be members no more
}

// On looks at the configuration that is there.
func (m Membership) On(h *recipes.Host) error {
	l := lineage{Path: confPath, Cluster: m.Member.WithDefaults().Cluster}
	for _, n := range m.Member.Nodes {
		l.Nodes = append(l.Nodes, Node{Name: n.Name, ID: n.ID})
	}
	l.Removed = m.Removed
	h.Do(l)
	return nil
}

// lineage is the task of [Membership].
type lineage struct {
	Path    string
	Cluster string
	Nodes   []Node // without addresses
	Removed []string
}

var _ tasks.Task = lineage{}

func (l lineage) String() string { return "members of " + l.Cluster }

func (l lineage) text() file.Text { return file.Text{Path: l.Path, Create: true} }

// Probe prints the file.
func (l lineage) Probe() sh.Script { return l.text().Probe() }

// Plan changes nothing. The error says what is wrong with the nodes. Another
// cluster, such as that of one node which comes with Debian's package, is not
// compared.
func (l lineage) Plan(got string) (tasks.Change, error) {
	var found error
	_, err := l.text().Plan(got, func(old string) (string, error) {
		if c := parse(old); c.settings["totem.cluster_name"] == l.Cluster {
			found = l.compare(c)
		}
		return old, nil
	})
	if missing := new(file.MissingError); errors.As(err, &missing) {
		err = nil
	}
	return tasks.Change{}, errors.Join(err, found)
}

// Sample is a host without the file.
func (lineage) Sample() (before, after string) { return "absent\n", "absent\n" }

func (l lineage) compare(c configuration) error {
	ids, owners := map[string]int{}, map[int]string{}
	for _, n := range l.Nodes {
		ids[n.Name], owners[n.ID] = n.ID, n.Name
	}
	var faults []error
	changed := map[string]int{}
	for _, was := range c.nodes {
		name := was["name"]
		id, err := strconv.Atoi(was["nodeid"])
		if err != nil || name == "" {
			continue // not hrun's: adopted as it is described
		}
		now, stays := ids[name]
		switch {
		case stays && now != id:
			faults = append(faults, fmt.Errorf("%s is node %d and would be %d", name, id, now))
			changed[name] = id
		case !stays && !slices.Contains(l.Removed, name):
			faults = append(faults, fmt.Errorf("%s is a member of the cluster, and is neither among its nodes nor among those to be removed", name))
		case !stays && owners[id] != "":
			faults = append(faults, fmt.Errorf("%s would be node %d, which is %s's until that is removed", owners[id], id, name))
		}
	}
	if len(changed) > 0 {
		keep := make([]string, 0, len(changed))
		for _, name := range slices.Sorted(maps.Keys(changed)) {
			keep = append(keep, fmt.Sprintf("%s: %d", name, changed[name]))
		}
		faults = append(faults, fmt.Errorf("a node keeps its id for ever: give node_ids: {%s}", strings.Join(keep, ", ")))
	}
	return errors.Join(faults...)
}
