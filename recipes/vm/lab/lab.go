// Package lab describes machines that are made for an inventory, and the
// networks between them, for whatever makes them.
package lab

import (
	"cmp"
	"path"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
)

// Lab is machines on one hypervisor that see each other and nothing else.
type Lab struct {
	Name     string // letters and digits; tells the labs of a hypervisor apart
	State    string // directory of all labs, e.g. /var/lib/hrun/lab
	Cache    string // directory of images and packages, which labs share
	Image    Image  // what machines begin with, see [Lab.ImageOf]
	Packages []string
	Networks []Network
	Machines []Machine

	Remake  bool // a machine whose description changed in what cannot be changed is made anew, with the loss of its data
	Restart bool // a machine that is on may be switched off and on, to change its CPUs, memory or adapters
}

// Image is what the disk or the root of a machine is at first.
type Image struct {
	Distribution string // of the image that hrun builds, e.g. debian
	Suite        string // release of the distribution, e.g. bookworm

	// Base is an image that is there already: for qemu, the path of a disk
	// image on the hypervisor; for VirtualBox, the name of the machine that is
	// cloned. Empty: hrun builds one.
	Base string
}

// ImageOf returns what a machine begins with.
func (l Lab) ImageOf(m Machine) Image {
	return Image{
		Distribution: cmp.Or(m.Image.Distribution, l.Image.Distribution),
		Suite:        cmp.Or(m.Image.Suite, l.Image.Suite),
		Base:         cmp.Or(m.Image.Base, l.Image.Base),
	}
}

// Given returns the seeds that somebody has written the user-data of.
func (l Lab) Given() []cloudinit.NamedSeed {
	var seeds []cloudinit.NamedSeed
	for _, m := range l.Machines {
		if m.Given {
			seeds = append(seeds, cloudinit.NamedSeed{Machine: m.Name, Seed: m.Seed})
		}
	}
	return seeds
}

// Dir returns the directory of everything that the lab keeps.
func (l Lab) Dir() string { return path.Join(l.State, l.Name) }

// MachineDir returns the directory of what the lab keeps of a machine.
func (l Lab) MachineDir(machine string) string { return path.Join(l.Dir(), "machines", machine) }
