package lab

import "github.com/hrun-dev/hrun/tasks"

// Provider makes machines, of one kind. What it returns are the tasks of a
// hypervisor, to be done in the order of the methods.
type Provider interface {
	// Check returns an error for all that this kind of machine cannot be. It
	// looks at nothing but the description.
	Check(Lab) error

	// OwnKernel says that the machines are virtual ones, with a kernel each.
	// They make the VLANs among their interfaces themselves and find their
	// seed on a disk. A machine that is forwarded to has, among its links, one
	// of a NAT network for that, which it configures by DHCP.
	OwnKernel() bool

	// Prepare makes what the machines share: images, packages, networks. Its
	// first task finds out whether the hypervisor can do this at all; a network,
	// which is the lab's own, comes last.
	Prepare(Lab) []tasks.Task

	// Machine makes a machine and, unless it is to be off, starts it, without
	// waiting for its boot.
	Machine(Lab, Machine) []tasks.Task

	// Ready waits until a machine that was started has booted, as far as that can be seen from
	// the hypervisor, and leads the forwarded port to it. The wait is bounded:
	// of a machine that does not come up, the end of its console is shown.
	Ready(Lab, Machine) []tasks.Task

	// Remove ends and removes all machines of the lab, also those that the
	// inventory no longer has, and leaves the cache unless purge is set. It
	// touches no machine that it did not make.
	Remove(l Lab, purge bool) []tasks.Task
}
