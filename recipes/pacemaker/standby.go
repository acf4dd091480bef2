package pacemaker

import (
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Standby wants a node of the cluster to run no resources, so that it can be
// worked on, and stays what it is wherever it is done: in the cluster's
// configuration, which survives restarts and crashes.
//
// A node that hrun has put in standby is marked, by the node's attribute
// hrun-standby. One that somebody else has put in standby is left so: nothing
// differs then, neither on the way there nor on the way back.
//
// That the resources have gone is a condition of its own: see [Drained].
type Standby struct {
	Node string // its name in the cluster
	Off  bool   // wants it to be taken back, if hrun has put it in standby
}

var (
	_ tasks.Task    = Standby{}
	_ tasks.Sampler = Standby{}
)

// standbyMark is the attribute of the nodes that hrun has put in standby.
const standbyMark = "hrun-standby"

// String returns "NODE in standby" or "NODE back from standby".
func (s Standby) String() string {
	if s.Off {
		return s.Node + " back from standby"
	}
	return s.Node + " in standby"
}

// nodeName is what the name of a node may consist of: that of a host.
var nodeName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$`)

// Validate reports what cannot be the name of a node.
func (s Standby) Validate() error {
	if !nodeName.MatchString(s.Node) {
		return fmt.Errorf("%q cannot be the name of a node", s.Node)
	}
	return nil
}

// Probe prints the node's part of the cluster's configuration, or "unknown"
// where it has none: status 105 is pacemaker's CRM_EX_NOSUCH.
func (s Standby) Probe() sh.Script {
	return `node=$(` + sh.Cmd("timeout", "20", "cibadmin", "--query", "--xpath", `//nodes/node[@uname="`+s.Node+`"]`) + `)
case $? in
0) printf '%s\n' "$node" ;;
105) echo unknown ;;
*) exit 1 ;;
esac`
}

// Plan puts the node in standby, or takes it back.
func (s Standby) Plan(got string) (c tasks.Change, err error) {
	if got == "unknown\n" {
		return c, fmt.Errorf("the cluster knows no node %s", s.Node)
	}
	set, err := nodeAttributes(got)
	if err != nil {
		return c, err
	}
	standby, ours := isTrue(set["standby"]), isTrue(set[standbyMark])
	switch {
	case !s.Off && !standby:
		c.Differ("standby", "off", "on", sh.Lines(s.set(standbyMark, "--update", "on"), s.set("standby", "--update", "on")))
	case s.Off && ours:
		was := "on"
		if !standby {
			was = "off, but marked" // somebody was faster
		}
		c.Differ("standby", was, "off", sh.Lines(s.set("standby", "--delete"), s.set(standbyMark, "--delete")))
	}
	return c, nil
}

// set changes an attribute of the node. To delete one that is not there is no
// error.
func (s Standby) set(name string, to ...string) sh.Script {
	return sh.Cmd("timeout", append([]string{"20", "crm_attribute", "--quiet", "--lifetime", "forever", "--node", s.Node, "--name", name}, to...)...) + " >&2"
}

// nodeAttributes reads the attributes of a node from the cluster's
// configuration.
func nodeAttributes(node string) (map[string]string, error) {
	var read struct {
		XMLName xml.Name `xml:"node"`
		Sets    []struct {
			Pairs []struct {
				Name  string `xml:"name,attr"`
				Value string `xml:"value,attr"`
			} `xml:"nvpair"`
		} `xml:"instance_attributes"`
	}
	if err := xml.Unmarshal([]byte(node), &read); err != nil {
		return nil, errors.Join(fmt.Errorf("the probe printed %q, want one node", node), err)
	}
	set := map[string]string{}
	for _, s := range read.Sets {
		for _, p := range s.Pairs {
			set[p.Name] = p.Value
		}
	}
	return set, nil
}

// isTrue reads a value as pacemaker does (crm_str_to_boolean).
func isTrue(value string) bool {
	return slices.Contains([]string{"true", "on", "yes", "y", "1"}, strings.ToLower(value))
}

// Sample is of a node that gives service, and of one that does not any more; or
// the other way round.
func (s Standby) Sample() (before, after string) {
	serves := `<node id="1" uname="` + s.Node + `"/>` + "\n"
	stands := `<node id="1" uname="` + s.Node + `"><instance_attributes id="a"><nvpair id="a-mark" name="hrun-standby" value="on"/><nvpair id="a-standby" name="standby" value="on"/></instance_attributes></node>` + "\n"
	if s.Off {
		return stands, serves
	}
	return serves, stands
}
