package qemu

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
)

// adapter is a network interface of a machine.
type adapter struct {
	nic  string // what it is called, e.g. enp0s3; also the name of its segment
	slot int    // on the PCI bus
	mac  string
	nat  bool // leads to the hypervisor, instead of to a bridge
}

// The slots that adapters can have. QEMU's chipset has the ones below, disks
// those above.
const firstSlot, lastSlot = 2, 19

// parent returns the interface that a network's is a VLAN of, or is.
func parent(n lab.Network) string {
	nic, _, _ := strings.Cut(n.NIC, ".")
	return nic
}

// segments returns what there is a bridge for: the parents of networks that
// have no other way to carry frames.
func segments(l lab.Lab) []string {
	var names []string
	for _, n := range l.Networks {
		if n.Kind == lab.Internal {
			names = append(names, parent(n))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// adapters returns the interfaces of a machine, in the order of its links.
func adapters(l lab.Lab, m lab.Machine) ([]adapter, error) {
	var all []adapter
	for _, k := range m.Links {
		a := adapter{nic: parent(k.Network), mac: strings.ToLower(strings.ReplaceAll(k.MAC, "-", ":")), nat: k.Network.Kind == lab.NAT}
		slot, found := strings.CutPrefix(a.nic, "enp0s")
		var err error
		if a.slot, err = strconv.Atoi(slot); !found || err != nil || a.slot < firstSlot || a.slot > lastSlot || strconv.Itoa(a.slot) != slot {
			return nil, fmt.Errorf("nic %s: the interfaces of virtual machines are enp0s%d to enp0s%d, and VLANs of them", k.Network.NIC, firstSlot, lastSlot)
		}
		i := slices.IndexFunc(all, func(other adapter) bool { return other.nic == a.nic })
		if i < 0 {
			nat := slices.IndexFunc(all, func(other adapter) bool { return other.nat && a.nat })
			if nat >= 0 { // QEMU would give both the same addresses, and the port that leads in
				return nil, fmt.Errorf("%s and %s both lead to a network of the kind nat, of which one is for ansible_port if that is set; there can be one", all[nat].nic, a.nic)
			}
			all = append(all, a)
			continue
		}
		switch other := &all[i]; {
		case other.nat || a.nat:
			return nil, fmt.Errorf("%s cannot lead to a network of the kind nat and to another one", a.nic)
		case a.mac != "" && other.mac != "" && a.mac != other.mac:
			return nil, fmt.Errorf("%s cannot have both the hardware addresses %s and %s", a.nic, other.mac, a.mac)
		case other.mac == "":
			other.mac = a.mac
		}
	}
	for i, a := range all {
		if a.mac == "" {
			id := hypervisor.Identity(l.Name, m.Name, a.nic)
			all[i].mac = fmt.Sprintf("52:54:00:%02x:%02x:%02x", id[0], id[1], id[2])
		}
	}
	return all, nil
}

// tap returns the name of the interface that a bridge has for an adapter.
func (a adapter) tap(l lab.Lab, m lab.Machine) string {
	return fmt.Sprintf("p%x", hypervisor.Identity(l.Name, m.Name, a.nic))
}

// wayIn returns where, in the network namespace of the lab, the machine's sshd
// answers, if it has an adapter that leads to the hypervisor. It is the same
// whichever port leads there from outside.
func wayIn(l lab.Lab, m lab.Machine) netip.AddrPort {
	id := hypervisor.Identity(l.Name, m.Name)
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, id[0] | 1, id[1], id[2] | 1}), 22)
}
