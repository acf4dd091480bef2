package verify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
)

// oneCluster asks whether all nodes are in the same cluster: nodes that do not
// see each other each have a coordinator of their own.
func oneCluster(nodes []inventory.Host) recipes.Late {
	return health.Together("all nodes are in one cluster", nodes, look, judgeSides)
}

func judgeSides(said []health.Said) (found string, faults health.Faults) {
	sides := map[string][]string{}
	var order []string
	for _, s := range said {
		seen, answers, silent := parse(s.Text)
		if !answers {
			for _, f := range silent {
				faults.Add(s.Host+": "+f.What, f.Remedy)
			}
			continue
		}
		side := seen.side()
		if sides[side] == nil {
			order = append(order, side)
		}
		sides[side] = append(sides[side], s.Host)
	}
	for i, side := range order {
		order[i] = strings.Join(sides[side], ", ") + side
	}
	if len(order) > 1 {
		faults.Add("the cluster is split: "+strings.Join(order, "; "),
			"the nodes do not hear each other: mend the link between them; what is told of links, quorum and the address follows from it")
	}
	return strings.Join(order, "; "), faults
}

// side tells in words which cluster a node is in.
func (s state) side() string {
	quorum, dc := "with quorum", "the coordinator "+s.DC.Name
	if !s.DC.Quorum {
		quorum = "without quorum"
	}
	if !s.DC.Present {
		dc = "no coordinator"
	}
	return fmt.Sprintf(" with %s, %s, online: %s", dc, quorum, strings.Join(s.online(), " "))
}

// members asks what the cluster thinks of its nodes.
func members(nodes []inventory.Host) recipes.Late {
	var names []string
	for _, n := range nodes {
		names = append(names, n.Name)
	}
	return health.Alike("nodes of the cluster", nodes, look, ofState(func(s state) (string, health.Faults) { return s.judgeMembers(names) }))
}

func (s state) judgeMembers(names []string) (found string, faults health.Faults) {
	switch {
	case !s.DC.Present:
		faults.Add("no node is the coordinator (DC), so nothing is started or moved", "that should take seconds: crmadmin -S NODE and journalctl -u pacemaker tell more")
	case !s.DC.Quorum:
		faults.Add("the nodes that are left have no quorum (no-quorum-policy is "+s.Options.Policy+")", "bring the missing nodes back")
	}
	well := 0
	var known []string
	for _, n := range s.Nodes {
		known = append(known, n.Name)
		before := len(faults)
		n.judge(&faults)
		if !slices.Contains(names, n.Name) {
			faults.Add(n.Name+" is a node of the cluster, and is not in the group hapx", "put it into the inventory, or out of the cluster: crm node delete "+n.Name)
		}
		if len(faults) == before {
			well++
		}
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			faults.Add(name+" is not a node of the cluster", "to apply the recipe hapx again makes it one")
		}
	}
	return fmt.Sprintf("%d of %d are well", well, len(names)), faults
}

func (n member) judge(faults *health.Faults) {
	switch {
	case n.Unclean:
		faults.Add(n.Name+" is unclean: the cluster does not know what runs there", "see to the node; once it is off for certain: crm node clearstate "+n.Name)
	case !n.Online:
		faults.Add(n.Name+" is offline", "see to the node, its corosync and its pacemaker, and the way to it")
	case n.Pending:
		faults.Add(n.Name+" is joining and not a member yet", "that should take seconds: journalctl -u pacemaker there tells more")
	}
	if n.Standby {
		faults.Add(n.Name+" is in standby: nothing can run there", "crm node online "+n.Name)
	}
	if n.StandbyOnFail {
		faults.Add(n.Name+" is in standby because a resource failed there", "crm resource cleanup, once the cause is gone")
	}
	if n.Maintenance {
		faults.Add(n.Name+" is in maintenance: what runs there is not watched", "crm node ready "+n.Name)
	}
}

// settings asks for what stops the cluster from doing its work at all.
func settings(nodes []inventory.Host) recipes.Late {
	return health.Alike("the cluster is allowed to work", nodes, look, ofState(judgeSettings))
}

func judgeSettings(s state) (found string, faults health.Faults) {
	if s.Options.Policy == "ignore" {
		found = "no-quorum-policy=ignore: nodes that are cut off go on as if they were alone"
	}
	if s.Options.Maintenance {
		faults.Add("maintenance-mode is on: nothing is watched, started or moved", "crm configure property maintenance-mode=false")
	}
	if s.Options.StopAll {
		faults.Add("stop-all-resources is on: nothing runs", "crm configure property stop-all-resources=false")
	}
	return found, faults
}
