package cli

import (
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
)

// jump is the way that --jump names, and the hosts that stand on it: those
// keep the way that the inventory gives them.
type jump struct {
	via   []string
	onWay []string
}

// newJump completes the way: what the first bastion needs precedes it.
func newJump(inv *inventory.Inventory, flag string) (jump, error) {
	if flag == "" {
		return jump{}, nil
	}
	j := jump{via: strings.Split(flag, ",")}
	for i := range j.via {
		j.via[i] = strings.TrimSpace(j.via[i])
		_, known := inv.Host(j.via[i])
		if _, ok := writtenOut(j.via[i]); !known && !ok {
			return jump{}, usagef("--jump: %q is neither a host of the inventory nor user@host:port", j.via[i])
		}
	}
	if first, known := inv.Host(j.via[0]); known {
		j.via = append(slices.Clone(first.Connection.Via), j.via...)
	}
	for _, hop := range j.via {
		j.onWay = append(j.onWay, hop)
		if h, known := inv.Host(hop); known {
			j.onWay = append(j.onWay, h.Connection.Via...)
		}
	}
	return j, nil
}

func (j jump) apply(h *inventory.Host) {
	if j.via != nil && h.Connection.Kind == inventory.SSH && !slices.Contains(j.onWay, h.Name) {
		h.Connection.Via = j.via
	}
}
