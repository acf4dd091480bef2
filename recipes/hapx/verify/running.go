package verify

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// running asks whether the running corosync goes by the nodes that are
// described, with their ids: its file may be another one than it has read.
func running(nodes []inventory.Host, ids map[string]int) recipes.Late {
	const source sh.Script = `timeout 10 corosync-cmapctl nodelist.node. 2>&1 || echo "silent $?"`
	return health.Alike("corosync runs with the nodes that are described", nodes, source, func(text string) (string, health.Faults, bool) {
		found, faults := judgeNodes(text, ids)
		return found, faults, true
	})
}

func judgeNodes(text string, ids map[string]int) (found string, faults health.Faults) {
	if strings.Contains(text, "silent ") {
		faults.Add("corosync does not answer: "+oneLine(text), "journalctl -u corosync tells why")
		return "", faults
	}
	const remedy = "apply the recipe hapx: it has corosync read its configuration again, or says why that cannot be"
	runs := map[string]string{}
	for id, name := range nodelist(text) {
		runs[name] = id
		if _, described := ids[name]; !described {
			faults.Add(fmt.Sprintf("%s, with the id %s, counts as a node, and is none of those that are described", name, id), remedy)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(ids)) {
		want := strconv.Itoa(ids[name])
		switch id, known := runs[name]; {
		case !known:
			faults.Add(name+" does not count as a node", remedy)
		case id != want:
			faults.Add(fmt.Sprintf("%s has the id %s, and not %s", name, id, want), "a node keeps its id for ever: give the one that it has as one of node_ids")
		}
	}
	return fmt.Sprintf("%d nodes", len(runs)), faults
}
