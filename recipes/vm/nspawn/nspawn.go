// Package nspawn makes machines as containers of systemd-nspawn: each has a
// systemd of its own, its own network and a root file system that begins as a
// view of an image that all share. They boot in about two seconds and need no
// virtualisation, but share the hypervisor's kernel: they cannot load modules,
// and have the network devices that it has.
package nspawn

import (
	"fmt"
	"net/netip"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/image"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
)

// Provider makes containers. The zero value is ready to use.
type Provider struct{}

var _ lab.Provider = Provider{}

// Check refuses what a container has not: disks, and networks that lead out of
// the lab. CPUs and memory are the hypervisor's, and not bounded.
func (Provider) Check(l lab.Lab) error {
	var faults *multierror.Error
	if err := imageOf(l).Release.Check(); err != nil {
		faults = multierror.Append(faults, err)
	}
	for _, m := range l.Machines {
		if len(m.Disks) > 0 {
			faults = multierror.Append(faults, fmt.Errorf("machine %s: a container cannot have disks", m.Name))
		}
		if base := l.ImageOf(m).Base; base != "" {
			faults = multierror.Append(faults, fmt.Errorf("machine %s: a container begins with an image that is built here, not with %s", m.Name, base))
		}
	}
	for _, n := range l.Networks {
		if n.Kind != lab.Internal {
			faults = multierror.Append(faults, fmt.Errorf("network %s: containers have internal networks only", n.Name))
		}
	}
	return faults.ErrorOrNil()
}

// OwnKernel returns false: containers have the hypervisor's.
func (Provider) OwnKernel() bool { return false }

// Prepare makes the image, the packages and the network. The image's own
// cloud-init judges what somebody has written for it.
func (Provider) Prepare(l lab.Lab) []tasks.Task {
	network := hypervisor.Network{Lab: l.Name}
	for _, n := range l.Networks {
		network.Bridges = append(network.Bridges, hypervisor.Bridge(n.Name))
	}
	i := imageOf(l)
	prepare := []tasks.Task{preflight(l), i}
	if given := l.Given(); len(given) > 0 {
		prepare = append(prepare, cloudinit.Schema{Root: i.Root(), Seeds: given})
	}
	return append(prepare, i.repository(l.Packages), network)
}

// Machine makes the root of a machine and boots it.
func (Provider) Machine(l lab.Lab, m lab.Machine) []tasks.Task {
	if m.Off {
		return []tasks.Task{root(l, m)}
	}
	return []tasks.Task{root(l, m), running(l, m)}
}

// Ready waits for the boot, and forwards the port if there is one.
func (Provider) Ready(l lab.Lab, m lab.Machine) []tasks.Task {
	ready := []tasks.Task{Ready{Lab: l.Name, Machine: m.Name, Log: running(l, m).log(), Reboots: m.Reboots}}
	if m.Forward != 0 {
		ready = append(ready, hypervisor.Forward{
			Lab: l.Name, Machine: m.Name, Port: m.Forward,
			Namespace: hypervisor.Namespace(l.Name, m.Name), To: netip.MustParseAddrPort("127.0.0.1:22"),
		})
	}
	return ready
}

// Remove ends every process of the lab, and removes its namespaces and files.
func (Provider) Remove(l lab.Lab, purge bool) []tasks.Task {
	remove := []tasks.Task{hypervisor.Stopped{Lab: l.Name}, hypervisor.Unplugged{Lab: l.Name}, hypervisor.Cleared{Lab: l.Name, Dir: l.Dir()}}
	if purge {
		i := imageOf(l)
		remove = append(remove, image.Purged{Lab: l.Name, State: l.State, Name: i.Release.Suite, Image: i.Dir()})
	}
	return remove
}
