package health

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Holders is the question which of the nodes hold an address that exactly one
// of them should.
type Holders struct {
	Address netip.Prefix // with the length that it should have where it is held
	NIC     string       // that should carry it

	// Since is a script that prints when the node came to hold the address, in
	// seconds since 1970, or nothing if that is not known. Empty: nobody knows.
	Since sh.Script

	Nowhere string // what to do where no node holds it
	Twice   string // what to do where several do
}

// Of asks nodes.
func (h Holders) Of(nodes []inventory.Host) recipes.Late {
	return Together("exactly one node holds "+h.Address.Addr().String(), nodes, h.source(), func(said []Said) (string, Faults) {
		return h.judge(said, Others(nodes, said))
	})
}

// source prints a line for each interface that has the address, with the time
// behind it.
func (h Holders) source() sh.Script {
	since := h.Since
	if since == "" {
		since = ":"
	}
	return `shown=$(` + sh.Cmd("ip", "-o", "addr", "show", "to", h.Address.Addr().String()) + `) || exit
[ -n "$shown" ] || exit 0
since=$(
` + sh.Group(since) + `
) || exit
while read -r index name family address rest; do printf '%s %s %s\n' "$name" "$address" "$since"; done <<SHOWN
$shown
SHOWN`
}

func (h Holders) judge(said []Said, others []string) (string, Faults) {
	var faults Faults
	var holders []string
	address := h.Address.Addr().String()
	for _, s := range said {
		var places, wrong []string
		since := ""
		for line := range strings.Lines(s.Text) {
			f := strings.Fields(line)
			if len(f) < 2 {
				continue
			}
			if len(f) > 2 {
				since = moment(f[2])
			}
			prefix := f[1]
			if !strings.Contains(prefix, "/") {
				prefix += "/" + strconv.Itoa(h.Address.Addr().BitLen())
			}
			place := prefix + " on " + f[0]
			places = append(places, place)
			if prefix != h.Address.String() || f[0] != h.NIC {
				wrong = append(wrong, place)
			}
		}
		if len(places) == 0 {
			continue
		}
		if len(wrong) > 0 {
			faults.Add(fmt.Sprintf("%s has %s, want %s on %s and nowhere else", s.Host, strings.Join(places, " and "), h.Address, h.NIC),
				"on "+s.Host+", ip addr del "+strings.Replace(wrong[0], " on ", " dev ", 1)+" takes away what is too much")
		}
		holders = append(holders, s.Host+since)
	}
	switch len(holders) {
	case 1:
		return holders[0], faults
	case 0:
		faults.Add(Nobody(h.Address.Addr(), others), h.Nowhere)
		return "", faults
	}
	faults.Add(fmt.Sprintf("%d nodes hold %s, %s: clients reach now the one, now the other", len(holders), address, strings.Join(holders, " and ")), h.Twice)
	return strings.Join(holders, " and "), faults
}

// Others returns the names of the nodes that have not said anything.
func Others(nodes []inventory.Host, said []Said) (names []string) {
	for _, n := range nodes {
		if !slices.ContainsFunc(said, func(s Said) bool { return s.Host == n.Name }) {
			names = append(names, n.Name)
		}
	}
	return names
}

// Nobody is what is said where none of the nodes that could be asked holds the
// address. The others may: one that hrun cannot log in to can serve clients.
func Nobody(address netip.Addr, others []string) string {
	if len(others) > 0 {
		return fmt.Sprintf("nobody that could be asked holds %v: clients reach nothing, unless %s does", address, strings.Join(others, " or "))
	}
	return fmt.Sprintf("nobody holds %v: clients reach nothing", address)
}

// moment is the time for people, by a clock that all of them share.
func moment(seconds string) string {
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return ""
	}
	return time.Unix(n, 0).UTC().Format(" since 2006-01-02 15:04:05 UTC")
}
