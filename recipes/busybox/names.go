package busybox

import (
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/dnsmasq"
)

// records returns the names of all addresses: the hosts in the order of the
// inventory, each with its further names, and then those that are no host's.
func (p Parameters) records(inv *inventory.Inventory) []dnsmasq.Record {
	var all []dnsmasq.Record
	for _, h := range inv.Hosts() {
		if h.Address.IsValid() {
			all = append(all, dnsmasq.Record{Address: h.Address.Addr(), Names: []string{h.Name}})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Names)) {
		address := p.Names[name]
		i := slices.IndexFunc(all, func(r dnsmasq.Record) bool { return r.Address == address })
		if i < 0 {
			i, all = len(all), append(all, dnsmasq.Record{Address: address})
		}
		all[i].Names = append(all[i].Names, name)
	}
	return all
}

// addressOf returns the address of a name, or the zero Addr if it has none.
func addressOf(records []dnsmasq.Record, name string) netip.Addr {
	for _, r := range records {
		if slices.Contains(r.Names, name) {
			return r.Address
		}
	}
	return netip.Addr{}
}

// full adds to names without a dot those with the domain, which come before
// them: the first name of a line of hosts(5) is the one that counts as official.
func (p Parameters) full(names []string) []string {
	var all []string
	for _, n := range names {
		if !strings.Contains(n, ".") {
			all = append(all, n+"."+p.Domain)
		}
		all = append(all, n)
	}
	return all
}
