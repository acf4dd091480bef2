package verify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// fencing asks whether each node could be fenced by another one, and whether
// the last attempt to fence it has failed. It is asked where nodes are fenced.
func (r Recipe) fencing(p *recipes.Play, nodes []inventory.Host) error {
	if !r.Pacemaker.Fences() {
		return nil
	}
	p.Stage("fencing", []inventory.Host{recipes.Operator(p.Inventory)}, recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(health.Together("every node can be fenced", nodes, fencers(nodes), func(said []health.Said) (string, health.Faults) {
			return judgeFencing(said, nodes)
		}))
		return nil
	}))
	return nil
}

// fencers is the script that prints by which devices this node could fence each
// of the others: stonith_admin(8) answers for the node that it is asked on. The
// history is the cluster's.
func fencers(nodes []inventory.Host) sh.Script {
	names := make([]string, len(nodes))
	for i, n := range nodes {
		names[i] = sh.Quote(n.Name)
	}
	return `for node in ` + sh.Script(strings.Join(names, " ")) + `; do
	said=$(timeout 20 stonith_admin --list "$node" 2>&1) || { printf 'silent %s\n' "$said"; exit 0; }
	echo "can $node" $said
	said=$(timeout 20 stonith_admin --history "$node" 2>&1) || { printf 'silent %s\n' "$said"; exit 0; }
	case $said in *' failed'*) echo "failed $node" ;; esac
done`
}

func judgeFencing(said []health.Said, nodes []inventory.Host) (found string, faults health.Faults) {
	fenced, failed := map[string]bool{}, map[string]bool{}
	none := []string{"0", "fence", "devices", "found"}
	answers := 0
	for _, s := range said {
		for line := range strings.Lines(s.Text) {
			f := strings.Fields(line)
			switch {
			case len(f) < 2:
			case f[0] == "silent":
				faults.Add(s.Host+": the cluster's fencer does not answer: "+oneLine(strings.Join(f[1:], " ")), "systemctl status pacemaker")
			case f[0] == "failed":
				failed[f[1]] = true
			case f[0] == "can":
				answers++
				if f[1] != s.Host && !slices.Equal(f[2:], none) {
					fenced[f[1]] = true
				}
			}
		}
	}
	if answers == 0 {
		return "", faults
	}
	for _, n := range nodes {
		if !fenced[n.Name] {
			faults.Add(n.Name+" cannot be fenced: no other node has a device for it that works", "crm_mon -1 tells whether the device runs; if it crashes, what it has held stays stopped")
		}
		if failed[n.Name] {
			faults.Add(n.Name+" was to be fenced, and that has failed", "stonith_admin --history "+n.Name+" -V tells of it; once it is mended: stonith_admin --cleanup --history "+n.Name)
		}
	}
	return fmt.Sprintf("%d of %d", len(fenced), len(nodes)), faults
}
