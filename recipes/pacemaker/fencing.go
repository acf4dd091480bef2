package pacemaker

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/cib"
	"github.com/hrun-dev/hrun/tasks/condition"
	"github.com/hrun-dev/hrun/tasks/expect"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Fencing is a device that turns nodes off, or restarts them: the power switch
// of a rack, a machine's own management board, a hypervisor. A node of which the
// cluster does not know what it does is fenced before what it may have run is
// started elsewhere. Its resource fails where the device cannot be reached.
type Fencing struct {
	ID string // of its resource

	// Agent is the program that speaks to the device: one of fence-agents, such
	// as "fence_ipmilan" or "fence_virsh", or of cluster-glue, as
	// "external/ipmi". It must be installed on every node.
	Agent string

	Params  map[string]string    // of the agent: its manual lists them, e.g. fence_ipmilan(8)
	Secrets map[string]sh.Secret // further ones, such as "password": they are never shown, but the cluster keeps them in its configuration, which root can read

	// Nodes are the names of the nodes that it fences; empty means all, or
	// those that Params names by pcmk_host_list or pcmk_host_map. A device of
	// one node is never run by that node.
	Nodes []string
}

// monitoring is how often a device is asked whether it answers.
var monitoring = cib.Operation{Name: "monitor", Interval: time.Minute, Timeout: time.Minute}

// check reports what can be known to be wrong of the devices. Nil nodes are not
// known.
func checkFencing(devices []Fencing, nodes []string) error {
	for _, f := range devices {
		if !agentName(f.Agent) {
			return fmt.Errorf("fencing %s: %q is not an agent, such as fence_virsh or external/ipmi", f.ID, f.Agent)
		}
		for _, n := range f.Nodes {
			if nodes != nil && !slices.Contains(nodes, n) {
				return fmt.Errorf("fencing %s: there is no node %s", f.ID, n)
			}
		}
		for _, secret := range []string{"passwd", "password"} {
			if _, open := f.Params[secret]; open {
				return fmt.Errorf("fencing %s: %s is shown among params: give it as one of secrets", f.ID, secret)
			}
		}
		if _, both := f.Params["pcmk_host_list"]; both && len(f.Nodes) > 0 {
			return fmt.Errorf("fencing %s: nodes and pcmk_host_list say the same: give one of them", f.ID)
		}
	}
	return nil
}

func agentName(s string) bool {
	name, ok := strings.CutPrefix(s, "fence_")
	if !ok {
		name, ok = strings.CutPrefix(s, "external/")
	}
	return ok && nodeName.MatchString(strings.ReplaceAll(name, "_", "-"))
}

// primitive returns the resource.
func (f Fencing) primitive() cib.Primitive {
	params := cib.Values(maps.Clone(f.Params))
	if params == nil {
		params = cib.Values{}
	}
	if len(f.Nodes) > 0 {
		params["pcmk_host_list"] = strings.Join(f.Nodes, " ")
		if _, said := params["pcmk_host_check"]; !said {
			params["pcmk_host_check"] = "static-list"
		}
	}
	return cib.Primitive{ID: f.ID, Agent: "stonith:" + f.Agent, Params: params, Secrets: f.Secrets, Operations: []cib.Operation{monitoring}}
}

// names reports which nodes it is said to fence; false means that any may be
// among them, because the device itself is asked.
func (f Fencing) names() ([]string, bool) {
	if check := f.Params["pcmk_host_check"]; check != "" && check != "static-list" {
		return nil, false
	}
	list, mapped := f.Params["pcmk_host_list"], f.Params["pcmk_host_map"]
	if len(f.Nodes) == 0 && list == "" && mapped == "" {
		return nil, false
	}
	// Both lists are separated by blanks or semicolons, and the first by commas as
	// well, which in the second stand between ports.
	all := append(slices.Clone(f.Nodes), strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(" ,;\t\n", r) })...)
	for _, pair := range strings.FieldsFunc(mapped, func(r rune) bool { return strings.ContainsRune(" ;\t\n", r) }) {
		node, _, _ := strings.Cut(pair, ":")
		all = append(all, node)
	}
	return all, true
}

// Unfenced returns the nodes that none of the devices is said to fence, although
// there are some: what one of these has run is started nowhere else when it
// dies. It knows nothing of devices of one's own.
func (s Service) Unfenced() []string {
	if s.Stonith || len(s.Fencing) == 0 {
		return nil
	}
	left := slices.Clone(s.Nodes)
	for _, f := range s.Fencing {
		names, said := f.names()
		if !said {
			return nil
		}
		left = slices.DeleteFunc(left, func(n string) bool { return slices.Contains(names, n) })
	}
	return left
}

// locations keep the device of one node away from that node.
func (f Fencing) locations() []cib.Location {
	if len(f.Nodes) != 1 {
		return nil
	}
	return []cib.Location{{ID: f.ID + "-not-there", Score: "-INFINITY", Resource: f.ID, Node: f.Nodes[0]}}
}

// Fencers is the role of a node that may have to fence others: the agents must
// be there.
type Fencers []Fencing

// On looks for the agents' programs.
func (fs Fencers) On(h *recipes.Host) error {
	for _, f := range fs {
		program := "/usr/sbin/" + f.Agent
		from := "fence-agents"
		if strings.HasPrefix(f.Agent, "external/") {
			program, from = path.Join("/usr/lib/stonith/plugins", f.Agent), "cluster-glue"
		}
		h.Do(expect.That{Condition: condition.Command{
			Name:   "the agent " + f.Agent + " is installed",
			Script: "[ -x " + sh.Word(program) + " ] || { " + sh.Cmd("echo", "there is no "+program+"; Debian has agents in the package "+from+": give it as one of packages") + "; exit 1; }",
		}})
	}
	return nil
}
