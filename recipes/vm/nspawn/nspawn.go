// Package nspawn makes machines as containers of systemd-nspawn: each has a
// systemd of its own, its own network and a root file system that begins as a
// view of an image that all share. They boot in about two seconds and need no
// virtualisation, but share the hypervisor's kernel: they cannot load modules,
// and have the network devices that it has.
//
// The processes of a lab are found by their control groups, hrun/LAB/..., and
// never by process ids in files, which another process may have been given.
// The hypervisor needs no systemd itself.
package nspawn

import (
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
)

// Provider makes containers. The zero value is ready to use.
type Provider struct{}

var _ lab.Provider = Provider{}

// Prepare makes the image, the packages and the network.
func (Provider) Prepare(l lab.Lab) []tasks.Task {
	network := Network{Lab: l.Name}
	for _, n := range l.Networks {
		network.Bridges = append(network.Bridges, bridge(n.Name))
	}
	i := image(l)
	return []tasks.Task{Preflight{State: l.State}, i, Repository{Image: i, Packages: l.Packages}, network}
}

// Machine makes the root of a machine and boots it.
func (Provider) Machine(l lab.Lab, m lab.Machine) []tasks.Task {
	return []tasks.Task{root(l, m), running(l, m)}
}

// Ready waits for the boot, and forwards the port if there is one.
func (Provider) Ready(l lab.Lab, m lab.Machine) []tasks.Task {
	ready := []tasks.Task{Ready{Lab: l.Name, Machine: m.Name, Log: running(l, m).log()}}
	if m.Forward != 0 {
		ready = append(ready, Forward{Lab: l.Name, Machine: m.Name, Port: m.Forward})
	}
	return ready
}

// Remove ends every process of the lab, and removes its namespaces and files.
func (Provider) Remove(l lab.Lab, purge bool) []tasks.Task {
	remove := []tasks.Task{Stopped{Lab: l.Name}, Unplugged{Lab: l.Name}, Cleared{Lab: l.Name, Dir: l.Dir()}}
	if purge {
		remove = append(remove, Purged{Lab: l.Name, State: l.State, Image: image(l)})
	}
	return remove
}
