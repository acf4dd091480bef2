package health

import (
	"fmt"
	"net/netip"
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
	return Together("exactly one node holds "+h.Address.Addr().String(), nodes, h.source(), h.judge)
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

func (h Holders) judge(said []Said) (string, Faults) {
	var faults Faults
	var holders []string
	address := h.Address.Addr().String()
	for _, s := range said {
		wants := false
		var places []string
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
			places = append(places, prefix+" on "+f[0])
			wants = wants || prefix == h.Address.String() && f[0] == h.NIC
		}
		switch {
		case len(places) == 0:
			continue
		case !wants || len(places) > 1:
			faults.Add(fmt.Sprintf("%s has %s, want %s on %s and nowhere else", s.Host, strings.Join(places, " and "), h.Address, h.NIC),
				"ip addr del "+strings.TrimSuffix(strings.Replace(places[len(places)-1], " on ", " dev ", 1), "\n")+" takes one away")
		}
		holders = append(holders, s.Host+since)
	}
	switch len(holders) {
	case 1:
		return holders[0], faults
	case 0:
		faults.Add("nobody holds "+address+": clients reach nothing", h.Nowhere)
		return "", faults
	}
	faults.Add(fmt.Sprintf("%d nodes hold %s, %s: clients reach now the one, now the other", len(holders), address, strings.Join(holders, " and ")), h.Twice)
	return strings.Join(holders, " and "), faults
}

// moment is the time for people, by a clock that all of them share.
func moment(seconds string) string {
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return ""
	}
	return time.Unix(n, 0).UTC().Format(" since 2006-01-02 15:04:05 UTC")
}
