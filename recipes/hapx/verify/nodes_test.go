package verify

import (
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/internal/health"
)

const three = `nodelist.local_node_pos (u32) = 0
nodelist.node.0.name (str) = a
nodelist.node.0.nodeid (u32) = 1
nodelist.node.0.ring0_addr (str) = 192.0.2.1
nodelist.node.1.name (str) = b
nodelist.node.1.nodeid (u32) = 2
nodelist.node.2.name (str) = c
nodelist.node.2.nodeid (u32) = 4
`

func TestRunningNodes(t *testing.T) {
	for want, c := range map[string]struct {
		text string
		ids  map[string]int
	}{
		"": {three, map[string]int{"a": 1, "b": 2, "c": 4}},
		"c, with the id 4, counts as a node, and is none of those that are described": {three, map[string]int{"a": 1, "b": 2}},
		"d does not count as a node":                     {three, map[string]int{"a": 1, "b": 2, "c": 4, "d": 5}},
		"c has the id 4, and not 3":                      {three, map[string]int{"a": 1, "b": 2, "c": 3}},
		"corosync does not answer: Failed (-1) silent 1": {"Failed (-1)\nsilent 1\n", map[string]int{"a": 1}},
	} {
		if _, faults := judgeNodes(c.text, c.ids); faults.Error() != want {
			t.Errorf("%q, want %q", faults.Error(), want)
		}
	}
}

func TestFencing(t *testing.T) {
	nodes := []inventory.Host{{Name: "a"}, {Name: "b"}}
	const can, cannot = " power 1 fence device found\n", " 0 fence devices found\n"
	for want, said := range map[string][]health.Said{
		"": {{Host: "a", Text: "can a" + cannot + "can b" + can}, {Host: "b", Text: "can a" + can + "can b" + cannot}},
		"b cannot be fenced: no other node has a device for it that works": {{Host: "a", Text: "can a" + can + "can b" + cannot}, {Host: "b", Text: "can a" + can + "can b" + can}},
		"a was to be fenced, and that has failed":                          {{Host: "b", Text: "can a" + can + "failed a\ncan b" + cannot}, {Host: "a", Text: "can b" + can}},
		"a: the cluster's fencer does not answer: no connection":           {{Host: "a", Text: "silent no connection\n"}},
	} {
		if _, faults := judgeFencing(said, nodes); faults.Error() != want {
			t.Errorf("%q, want %q", faults.Error(), want)
		}
	}
}
