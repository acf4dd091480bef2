package cib

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var wanted = Configuration{
	Properties:       Values{"stonith-enabled": "no", "no-quorum-policy": "ignore"},
	ResourceDefaults: Values{"resource-stickiness": "100"},
	Primitives: []Primitive{
		{
			ID: "vip", Agent: "ocf:heartbeat:IPaddr2",
			Params: Values{"ip": "192.168.4.20", "nic": "eth0"},
			Meta:   Values{"migration-threshold": "2"},
			Operations: []Operation{
				{Name: "monitor", Interval: 20 * time.Second, Timeout: time.Minute, OnFail: Restart},
				{Name: "start", Timeout: 1500 * time.Millisecond},
			},
		},
		{ID: "web", Agent: "systemd:haproxy", Operations: []Operation{{Name: "monitor", Interval: time.Minute}}},
	},
	Colocations: []Colocation{{ID: "loc", Resource: "vip", With: "web"}, {ID: "near", Score: "-5", Resource: "web", With: "vip"}},
	Orders:      []Order{{ID: "ord", First: "vip", Then: "web"}, {ID: "soft", Kind: Serialize, First: "web", Then: "vip"}},
	Absent:      []string{"old"},
}

// Whatever is in a cluster, a merge is final, is shown if and only if there is
// something to do, survives being printed, and leaves foreign things alone.
func TestMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		live := drawLive(t)
		merged, err := merge(live, wanted)
		if err != nil {
			t.Fatal(err)
		}
		again, err := merge(merged, wanted)
		if err != nil || !again.equal(merged) {
			t.Errorf("a second merge (%v) of\n%s\nchanges it to\n%s", err, merged, again)
		}
		if shown := text(live, wanted) != text(merged, wanted); shown == live.equal(merged) {
			t.Errorf("shown: %v\n%s\nmerged:\n%s", shown, live, merged)
		}
		read, err := parse(merged.String())
		if err != nil || !read.equal(merged) {
			t.Errorf("printed and read (%v):\n%s\nbecomes\n%s", err, merged, read)
		}
		if before, after := foreignOf(live), foreignOf(merged); before != after {
			t.Errorf("foreign objects were\n%s\nand are\n%s", before, after)
		}
		ids := map[string]bool{}
		unique(t, merged, ids)
	})
}

func unique(t *rapid.T, n *node, ids map[string]bool) {
	if id, ok := n.get("id"); ok && definesID(n) {
		if ids[id] {
			t.Errorf("the id %s is there twice", id)
		}
		ids[id] = true
	}
	for _, c := range n.elements("") {
		unique(t, c, ids)
	}
}

// drawLive returns a configuration that holds foreign objects and some of the
// wanted ones, with anything in them changed.
func drawLive(t *rapid.T) *node {
	live := &node{name: "configuration"}
	for _, s := range []string{"crm_config", "nodes", "resources", "constraints"} {
		live.add(&node{name: s})
	}
	count := 0
	for range rapid.IntRange(0, 4).Draw(t, "foreign objects") {
		section := rapid.SampledFrom(live.elements("")).Draw(t, "section")
		section.add(drawForeign(t, &count, 3))
	}
	if !rapid.Bool().Draw(t, "configured before") {
		return live
	}
	old := wanted
	old.Absent = nil
	live, err := merge(live, old)
	if err != nil {
		t.Fatal(err)
	}
	for range rapid.IntRange(0, 6).Draw(t, "changes") {
		var own []*node
		collect(live, false, &own)
		if len(own) > 0 {
			change(t, live, rapid.SampledFrom(own).Draw(t, "node"), &count)
		}
	}
	return live
}

func (n *node) GoString() string { return fmt.Sprintf("<%s %v>", n.name, n.attributes) }

func drawForeign(t *rapid.T, count *int, depth int) *node {
	*count++
	n := &node{name: rapid.SampledFrom([]string{"primitive", "group", "rule", "nvpair", "resource_ref", "lrm:x"}).Draw(t, "name")}
	n.set("id", fmt.Sprintf("foreign-%d", *count))
	n.set("value", rapid.StringMatching(`[ -~äß\n\t]{0,8}`).Draw(t, "value"))
	if rapid.IntRange(0, 9).Draw(t, "comment") == 0 {
		n.add(&node{kind: comment, text: " why & how "})
	}
	if depth > 0 {
		for range rapid.IntRange(0, 2).Draw(t, "children") {
			n.add(drawForeign(t, count, depth-1))
		}
	}
	return n
}

// collect gathers every node of the wanted objects.
func collect(n *node, inside bool, own *[]*node) {
	for _, c := range n.elements("") {
		declared := inside || slices.Contains([]string{"vip", "web", "loc", "near", "ord", "soft", "cib-bootstrap-options", "rsc-options"}, c.value("id"))
		if declared {
			*own = append(*own, c)
		}
		collect(c, declared, own)
	}
}

// change does to a node what a person might.
func change(t *rapid.T, live, n *node, count *int) {
	*count++
	id := fmt.Sprintf("other-%d", *count)
	switch rapid.IntRange(0, 4).Draw(t, "change") {
	case 0:
		(&merger{}).detach(live, n)
	case 1:
		if len(n.attributes) > 0 {
			a := rapid.SampledFrom(n.attributes).Draw(t, "attribute")
			if a.name != "id" {
				n.set(a.name, rapid.SampledFrom([]string{"0", "20", "20000ms", "off", "inf", "x y"}).Draw(t, "value"))
			}
		}
	case 2:
		n.set("further", "x")
	case 3:
		c := n.add(&node{name: rapid.SampledFrom([]string{"nvpair", "op", "rule", "instance_attributes"}).Draw(t, "name")})
		c.set("id", id)
		c.set("name", rapid.SampledFrom([]string{"ip", "monitor", "target-role", "timeout"}).Draw(t, "child"))
		c.set("value", "7")
	case 4:
		if resources := live.child("resources"); !strings.Contains(resources.String(), `"old"`) {
			resources.add(&node{name: "primitive", attributes: []attribute{{"id", "old"}}})
		}
	}
}

// foreignOf prints the objects that nobody declared, where they stand.
func foreignOf(root *node) string {
	var b strings.Builder
	for _, section := range root.elements("") {
		for _, n := range section.elements("") {
			if strings.HasPrefix(n.value("id"), "foreign") {
				b.WriteString(section.name + ":\n" + n.String())
			}
		}
	}
	return b.String()
}

func FuzzParse(f *testing.F) {
	f.Add(`<configuration><a b="&#10;&lt;"/><!-- c -->d</configuration>`)
	f.Fuzz(func(t *testing.T, source string) {
		tree, err := parse(source)
		if err != nil {
			return
		}
		again, err := parse(tree.String())
		if err != nil || !again.equal(tree) {
			t.Errorf("%q is printed as %q (%v)", source, tree, err)
		}
	})
}
