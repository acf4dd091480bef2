package hypervisor

import (
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Network is the bridges between the machines of a lab, in a network namespace
// of their own that leads nowhere else.
type Network struct {
	Lab     string
	Bridges []string // see [Bridge]
}

// Namespace returns the name of a network namespace of a lab: of a machine,
// or "net" for that of the bridges. Names of labs have no dash in them, so
// that no lab's names begin as another's.
func Namespace(lab, of string) string { return "hrun-" + lab + "-" + of }

// Bridge returns the name of a network's bridge.
func Bridge(network string) string { return "br-" + network }

func (n Network) String() string { return "network of lab " + n.Lab }

// Probe prints "namespace" and then the names of the bridges, sorted. A file
// that is no namespace is what a run leaves that is killed while it makes one.
func (n Network) Probe() sh.Script {
	return With(`[ -e "/run/netns/$ns" ] || exit 0
kind=$(stat -f -c %T "/run/netns/$ns") || exit
[ "$kind" = nsfs ] || exit 0
echo namespace
links=$(ip -n "$ns" -o link show type bridge up) || exit
printf '%s\n' "$links" | awk -F': ' 'NF { print $2 }' | sort`, "ns", Namespace(n.Lab, "net"))
}

// Plan makes the namespace and the bridges that are not there.
func (n Network) Plan(got string) (c tasks.Change, err error) {
	have := strings.Fields(got)
	was := "absent"
	if slices.Contains(have, "namespace") {
		was = "present"
	}
	c.Differ("namespace", was, "present", With(MakeNamespace+`make_namespace "$ns"`, "ns", Namespace(n.Lab, "net")))
	for _, b := range n.Bridges {
		was := "absent"
		if slices.Contains(have, b) {
			was = "up"
		}
		// A bridge that snoops on multicast would drop that of keepalived.
		c.Differ("bridge "+b, was, "up", With(`found=$(ip -n "$ns" -o link show type bridge | awk -F': ' '{ print $2 }') || exit
printf '%s\n' "$found" | grep -qx "$bridge" || ip -n "$ns" link add "$bridge" type bridge mcast_snooping 0 || exit
ip -n "$ns" link set "$bridge" up`, "ns", Namespace(n.Lab, "net"), "bridge", b))
	}
	return c, nil
}

// MakeNamespace defines a function make_namespace that makes a network namespace, also where
// only its file is.
const MakeNamespace sh.Script = `make_namespace() {
	[ "$(stat -f -c %T "/run/netns/$1" 2>/dev/null)" != nsfs ] || return 0
	rm -f "/run/netns/$1" && ip netns add "$1" && ip -n "$1" link set lo up
}
`
