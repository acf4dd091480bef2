package verify

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// resources asks whether what the cluster is for runs, and all of it on one
// node; others' resources are only to be in order.
func resources(nodes []inventory.Host, own []string) recipes.Late {
	return health.Alike("resources", nodes, look, ofState(func(s state) (string, health.Faults) { return s.judgeResources(own) }))
}

func (s state) judgeResources(own []string) (found string, faults health.Faults) {
	var known, places, running []string
	for _, r := range s.resources() {
		known = append(known, r.ID)
		ours := slices.Contains(own, r.ID)
		r.judge(ours, s.idle(r), &faults)
		if !ours || len(r.On) == 0 {
			continue
		}
		running = append(running, r.ID+" on "+r.on())
		if !slices.Contains(places, r.on()) {
			places = append(places, r.on())
		}
	}
	for _, id := range own {
		if !slices.Contains(known, id) {
			faults.Add("the cluster has no resource "+id, "to apply the recipe hapx again makes it")
		}
	}
	if len(places) > 1 {
		faults.Add("what belongs together is apart: "+strings.Join(running, ", "), "crm_simulate -sL tells why; crm_mon -1 what failed")
	}
	if len(places) == 1 {
		return fmt.Sprintf("%d on %s", len(running), places[0]), faults
	}
	return strings.Join(running, ", "), faults
}

// idle reports whether it is not by the resource that it is unmanaged: the
// cluster, or the node that it runs on, is in maintenance.
func (s state) idle(r resource) bool {
	return s.Options.Maintenance || slices.ContainsFunc(s.Nodes, func(n member) bool { return n.Maintenance && r.on() == n.Name })
}

func (r resource) on() string {
	names := make([]string, len(r.On))
	for i, n := range r.On {
		names[i] = n.Name
	}
	return strings.Join(names, " and ")
}

func (r resource) judge(ours, idle bool, faults *health.Faults) {
	switch {
	case r.Orphaned:
		faults.Add(r.ID+" is no longer configured, and still known to the cluster", "crm resource cleanup "+r.ID)
		return
	case r.Blocked:
		faults.Add(r.ID+" is blocked: it failed in a way that the cluster does not dare to mend", "see to it by hand on "+r.on()+", then: crm resource cleanup "+r.ID)
	case r.Failed:
		faults.Add(r.ID+" has failed on "+r.on(), "once the cause is gone: crm resource cleanup "+r.ID)
	}
	if !r.Managed && !idle {
		faults.Add(r.ID+" is unmanaged: it is not started again, nor moved away", "crm resource manage "+r.ID)
	}
	switch {
	case !ours:
	case len(r.On) > 1:
		faults.Add(r.ID+" runs on "+r.on(), "crm resource cleanup "+r.ID+" has the cluster look again")
	case len(r.On) == 1 && r.Role == "Started":
	case r.TargetRole == "Stopped":
		faults.Add(r.ID+" does not run: it was told to be stopped (target-role)", "crm resource start "+r.ID)
	default:
		faults.Add(r.ID+" does not run (it is "+r.Role+")", "crm_mon -1 tells what failed, crm_simulate -sL why it is not started")
	}
}

// failures asks for actions that failed and were not cleaned up: they keep a
// resource away from a node, or count towards it.
func failures(nodes []inventory.Host) recipes.Late {
	return health.Alike("no action has failed", nodes, look, ofState(judgeFailures))
}

func judgeFailures(s state) (found string, faults health.Faults) {
	for _, f := range s.Failures {
		id := f.Operation
		if i := strings.LastIndex(id, "_"+f.Task+"_"); i > 0 {
			id = id[:i]
		}
		what := fmt.Sprintf("%s of %s failed on %s at %s: %s (%s)", f.Task, id, f.Node, f.At, f.Status, f.Code)
		if f.Reason != "" {
			what += ": " + f.Reason
		}
		faults.Add(what, "once the cause is gone: crm resource cleanup "+id+" "+f.Node)
	}
	return "", faults
}

// leftByHand asks for constraints that "crm resource move" and "ban" have left:
// they stay for ever, and keep a resource on a node, or off it.
func leftByHand(nodes []inventory.Host) recipes.Late {
	const source sh.Script = `said=$(timeout 20 cibadmin --query --scope constraints)
case $? in 0) printf '%s\n' "$said" ;; 102) ;; *) exit 1 ;; esac`
	return health.Alike("no resource was moved by hand", nodes, source, judgeConstraints)
}

func judgeConstraints(text string) (found string, faults health.Faults, sees bool) {
	var constraints struct {
		Locations []struct {
			ID       string `xml:"id,attr"`
			Resource string `xml:"rsc,attr"`
			Node     string `xml:"node,attr"`
			Score    string `xml:"score,attr"`
		} `xml:"rsc_location"`
	}
	begin := strings.Index(text, "<constraints")
	if begin < 0 {
		return "", nil, false // there is no cluster, which is told elsewhere
	}
	if err := xml.Unmarshal([]byte(text[begin:]), &constraints); err != nil {
		faults.Add(fmt.Sprintf("cibadmin prints what cannot be read: %v", err), "")
	}
	for _, l := range constraints.Locations {
		if !strings.HasPrefix(l.ID, "cli-") {
			continue
		}
		where := "on " + l.Node
		switch {
		case l.Node == "": // by a rule, as where it ends by itself
			where = "on or off a node"
		case strings.HasPrefix(l.Score, "-"):
			where = "off " + l.Node
		}
		faults.Add(fmt.Sprintf("the constraint %s keeps %s %s: somebody has moved it by hand", l.ID, l.Resource, where), "crm resource clear "+l.Resource)
	}
	return "", faults, true
}
