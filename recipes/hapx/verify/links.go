package verify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// links looks at the links between nodes, as each node sees them.
func (r Recipe) links(p *recipes.Play, nodes []inventory.Host) error {
	p.Stage("links", nodes, recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(Links{})
		return nil
	}))
	return nil
}

// Links expects corosync to be connected to every node of its list, on every
// link. It changes nothing.
type Links struct{}

var (
	_ tasks.Task    = Links{}
	_ tasks.Sampler = Links{}
)

func (Links) String() string { return "links of corosync" }

// Probe prints what corosync-cfgtool(8) says of links, whose exit status tells
// nothing of them, and the names of nodes; "silent" where no corosync answers.
func (Links) Probe() sh.Script {
	return `command -v corosync-cfgtool >/dev/null || { echo 'silent it is not installed'; exit 0; }
links=$(timeout 10 corosync-cfgtool -s 2>&1)
case $links in *'Local node ID '*) ;; *) printf 'silent %s\n' "$links"; exit 0 ;; esac
names=$(timeout 10 corosync-cmapctl nodelist.node.) || exit 2
printf '%s\n' "$links" "$names"`
}

// Plan finds how many links are connected, or returns [health.Faults].
func (Links) Plan(got string) (c tasks.Change, err error) {
	if why, silent := strings.CutPrefix(got, "silent "); silent {
		return c, health.Faults{{What: "corosync does not answer: " + oneLine(why), Remedy: "journalctl -u corosync tells why"}}
	}
	names := nodelist(got)
	link, own, connected, all := "", "", 0, 0
	var faults health.Faults
	for line := range strings.Lines(got) {
		f := strings.Fields(line)
		switch {
		case len(f) >= 3 && f[0] == "LINK" && f[1] == "ID":
			link = f[2]
		case len(f) == 3 && f[0] == "addr" && f[1] == "=":
			own = f[2]
		case len(f) >= 3 && f[0] == "nodeid:" && f[2] != "localhost":
			all++
			if state := strings.Join(f[2:], " "); state != "connected" {
				faults.Add(fmt.Sprintf("link %s from %s to %s is %s", link, own, names.of(strings.TrimSuffix(f[1], ":")), state),
					"is that node up, and its corosync? if so, the network between the two is cut: ping it, and see to cables, switches and firewalls (UDP)")
			} else {
				connected++
			}
		}
	}
	if link == "" {
		return c, fmt.Errorf("the probe printed %q, and no link", got)
	}
	c.Found = fmt.Sprintf("%d of %d connected", connected, all)
	return c, faults.Err()
}

// Sample is of two nodes that see each other.
func (Links) Sample() (before, after string) {
	const well = "Local node ID 1, transport knet\nLINK ID 0 udp\n\taddr\t= 192.0.2.1\n\tstatus:\n" +
		"\t\tnodeid:          1:\tlocalhost\n\t\tnodeid:          2:\tconnected\n"
	return well, well
}

// named are the names of nodes by their ids, as corosync prints both.
type named map[string]string

func (n named) of(id string) string {
	if n[id] == "" {
		return "the node with the id " + id
	}
	return n[id]
}

// but returns the names that are not among those of the ids, sorted.
func (n named) but(ids []string) []string {
	var names []string
	for id := range n {
		if !slices.Contains(ids, id) {
			names = append(names, n.of(id))
		}
	}
	slices.Sort(names)
	return names
}

// nodelist reads "nodelist.node.0.name (str) = hapx-node01" and the like.
func nodelist(text string) named {
	byPlace := map[string][2]string{}
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " = ")
		key, _, _ = strings.Cut(key, " ")
		parts := strings.Split(key, ".")
		if len(parts) != 4 || parts[0] != "nodelist" {
			continue
		}
		node := byPlace[parts[2]]
		switch parts[3] {
		case "nodeid":
			node[0] = value
		case "name":
			node[1] = value
		}
		byPlace[parts[2]] = node
	}
	names := named{}
	for _, node := range byPlace {
		names[node[0]] = node[1]
	}
	return names
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
