package lab

import "github.com/hrun-dev/hrun/tasks"

// Provider makes machines, of one kind. What it returns are the tasks of a
// hypervisor, to be done in the order of the methods.
type Provider interface {
	// Prepare makes what the machines share: images, packages, networks. Its
	// first task finds out whether the hypervisor can do this at all.
	Prepare(Lab) []tasks.Task

	// Machine makes a machine and starts it, without waiting for its boot. It
	// leaves the host key where [Lab.HostKey] says.
	Machine(Lab, Machine) []tasks.Task

	// Ready waits until a machine has booted, has configured itself and can be
	// logged in to from where the inventory says.
	Ready(Lab, Machine) []tasks.Task

	// Remove ends and removes all machines of the lab, also those that the
	// inventory no longer has, and leaves the cache unless purge is set.
	Remove(l Lab, purge bool) []tasks.Task
}
