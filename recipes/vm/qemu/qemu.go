// Package qemu makes virtual machines with QEMU: by KVM where it carries the
// image's kernel, which is tried, and otherwise by emulation, at about a tenth
// of the speed. A machine is a disk that begins as a view of an image, further
// disks, a seed that cloud-init finds on a disk, and a process in the network
// namespace of its lab, from which nothing leads out.
//
// The network interfaces of a machine are in the PCI slots that their names
// say, so that they are called as in VirtualBox: enp0s3, enp0s8 and so on.
// Networks whose interfaces are VLANs of one parent share it, and a bridge
// that does not look at tags.
package qemu

import (
	"fmt"
	"path"
	"strings"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/image"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
)

// Provider makes virtual machines. The zero value is ready to use.
type Provider struct{}

var _ lab.Provider = Provider{}

// Check refuses images that are not to be had, networks that lead out of the
// lab, and interfaces that no slot has.
func (Provider) Check(l lab.Lab) error {
	var faults *multierror.Error
	for _, n := range l.Networks {
		if n.Kind == lab.HostOnly {
			faults = multierror.Append(faults, fmt.Errorf("network %s: qemu has no hostonly networks; the hypervisor reaches machines by their ports of 127.0.0.1", n.Name))
		}
	}
	for _, m := range l.Machines {
		from := l.ImageOf(m)
		err := image.Release{Distribution: from.Distribution, Suite: from.Suite}.Check()
		if from.Base != "" {
			err = checkBase(from.Base)
		}
		if err == nil {
			_, err = adapters(l, m)
		}
		if err == nil && len(m.Disks) > mostDisks {
			err = fmt.Errorf("there is room for %d disks besides the first one, not for %d", mostDisks, len(m.Disks))
		}
		if err != nil {
			faults = multierror.Append(faults, fmt.Errorf("machine %s: %w", m.Name, err))
		}
	}
	return faults.ErrorOrNil()
}

// checkBase refuses what is no path of a file.
func checkBase(base string) error {
	if !path.IsAbs(base) || path.Clean(base) != base || strings.ContainsFunc(base, func(r rune) bool { return r < ' ' }) {
		return fmt.Errorf("image %q is not the absolute path of a disk image on the hypervisor", base)
	}
	return nil
}

// OwnKernel returns true.
func (Provider) OwnKernel() bool { return true }

// Prepare makes the images with their packages, finds out how they can be run,
// and makes the network.
func (Provider) Prepare(l lab.Lab) []tasks.Task {
	images := images(l)
	prepare := []tasks.Task{preflight(l, images)}
	for _, i := range images {
		if i.Base == "" {
			repository := i.repository(l.Packages)
			prepare = append(prepare, Image{i}, repository, PackagesDisk{Name: repository.Name, Image: repository.Image, Packages: l.Packages})
		}
		prepare = append(prepare, Trial{Origin: i})
	}
	network := hypervisor.Network{Lab: l.Name}
	for _, segment := range segments(l) {
		network.Bridges = append(network.Bridges, hypervisor.Bridge(segment))
	}
	return append(prepare, network)
}

// Machine makes the disks of a machine and boots it.
func (Provider) Machine(l lab.Lab, m lab.Machine) []tasks.Task {
	made := []tasks.Task{disks(l, m), SeedDisk{Machine: m.Name, Dir: l.MachineDir(m.Name), Seed: m.Seed}}
	if !m.Off {
		made = append(made, running(l, m))
	}
	return made
}

// Ready waits for the boot, and forwards the port if there is one.
func (Provider) Ready(l lab.Lab, m lab.Machine) []tasks.Task {
	ready := []tasks.Task{ready(l, m)}
	if m.Forward != 0 {
		ready = append(ready, hypervisor.Forward{
			Lab: l.Name, Machine: m.Name, Port: m.Forward,
			Namespace: hypervisor.Namespace(l.Name, "net"), To: wayIn(l, m),
		})
	}
	return ready
}

// Remove ends every process of the lab, and removes its namespaces and files.
func (Provider) Remove(l lab.Lab, purge bool) []tasks.Task {
	remove := []tasks.Task{hypervisor.Stopped{Lab: l.Name}, hypervisor.Unplugged{Lab: l.Name}, hypervisor.Cleared{Lab: l.Name, Dir: l.Dir()}}
	if i := originOf(l, lab.Machine{}); purge && i.Base == "" {
		remove = append(remove, image.Purged{Lab: l.Name, State: l.State, Name: i.Release.Suite, Image: i.Dir()})
	}
	return remove
}
