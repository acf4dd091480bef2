// Package virtualbox makes the machines of a lab with VirtualBox, 6.1 or newer,
// as the user who will own them: nothing of it needs root.
//
// A machine is a full clone of another one, which must be there and be off: the
// image that its description names as base. It is cloned with its settings and
// disks into the directory that the lab keeps of it, which therefore needs
// room for whole disks. What the base needs is the chipset PIIX3, as is usual,
// an IDE controller for the seed, and a SATA controller if machines get further
// disks; guest additions, for
// the machine to tell its address, and a console on ttyS0, for what it prints
// while it boots to be shown when it does not come up, are of great help.
//
// Whose a machine is, is said by its UUID, of which one half is derived from
// the lab's name and the other from its own: VirtualBox sets it in the same
// moment in which it registers the machine, so that a run that is killed at
// any time leaves nothing that cannot be told from other people's machines.
// Besides, a machine made by hrun has its lab and its description in its extra
// data, under hrun/lab and hrun/description. A clone of such a machine that
// someone makes by hand has these too, but another UUID, and is never touched.
//
// Adapters are found by the names that the machine gives them: adapters 1 to 8
// are in the PCI slots 3, 8, 9, 10, 16, 17, 18 and 19, so that they are called
// enp0s3, enp0s8, enp0s9, enp0s10, enp0s16 and so on. Networks that are VLANs
// of one such name share its adapter, and are one internal network of
// VirtualBox, called by the names of the lab and of that adapter. What kind of
// card an adapter is stays as in the base.
//
// This has been tried against a stand-in for VBoxManage that was made after its
// manual and its sources, 6.1.36 and 7.0.10, never with VirtualBox itself.
package virtualbox

import (
	"maps"
	"slices"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
)

// Provider makes machines of VirtualBox. The state of its labs is in a
// directory that its user can write to; it keeps nothing in the cache.
type Provider struct{}

var _ lab.Provider = Provider{}

// OwnKernel is true.
func (Provider) OwnKernel() bool { return true }

// Prepare looks whether everything can be made, and makes host-only interfaces.
// Internal networks are made by who uses them.
func (Provider) Prepare(l lab.Lab) []tasks.Task {
	ts := []tasks.Task{preflight(l)}
	interfaces := map[string]lab.Network{}
	for _, n := range l.Networks {
		if had := interfaces[n.Adapter]; n.Kind == lab.HostOnly && !had.Host.IsValid() {
			interfaces[n.Adapter] = n
		}
	}
	for _, name := range slices.Sorted(maps.Keys(interfaces)) {
		ts = append(ts, HostOnly{Lab: l.Name, State: l.State, Interface: name, Host: interfaces[name].Host})
	}
	return ts
}

// Machine clones a machine, brings it to its description and starts it.
func (Provider) Machine(l lab.Lab, m lab.Machine) []tasks.Task {
	return []tasks.Task{clone(l, m), machine(l, m)}
}

// Ready waits for the machine's address, as its guest additions tell it, or
// for its sshd where they do not. A machine that is not started is not waited
// for.
func (Provider) Ready(l lab.Lab, m lab.Machine) []tasks.Task {
	if m.Off {
		return nil
	}
	return []tasks.Task{ready(l, m)}
}

// Remove removes the machines of the lab with all that is in their directories,
// and the host-only interfaces that hrun made and nobody else uses. A disk of
// elsewhere that somebody has attached to a machine stays.
func (Provider) Remove(l lab.Lab, _ bool) []tasks.Task {
	return []tasks.Task{
		Removed{Lab: l.Name, Dir: l.Dir()},
		Released{Lab: l.Name, State: l.State},
		hypervisor.Cleared{Lab: l.Name, Dir: l.Dir()},
	}
}
