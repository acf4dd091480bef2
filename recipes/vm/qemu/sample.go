package qemu

import (
	"strings"

	"github.com/hrun-dev/hrun/tasks"
)

var (
	_ tasks.Sampler = Preflight{}
	_ tasks.Sampler = Image{}
	_ tasks.Sampler = PackagesDisk{}
	_ tasks.Sampler = Trial{}
	_ tasks.Sampler = Disks{}
	_ tasks.Sampler = SeedDisk{}
	_ tasks.Sampler = Running{}
	_ tasks.Sampler = Ready{}
)

// Sample is a host that lacks nothing.
func (Preflight) Sample() (before, after string) { return "", "" }

// Sample is a cache without the image, and one with it.
func (Image) Sample() (before, after string) { return "absent\n", "present\n" }

// Sample is a cache without the disk, and one with all packages on it.
func (p PackagesDisk) Sample() (before, after string) {
	return "", strings.Join(p.Packages, "\n") + "\n"
}

// Sample is a host on which nothing was tried, and one on which KVM works.
func (Trial) Sample() (before, after string) { return "untried\n", "kvm\n" }

// Sample is a machine that was never made, and one that is on.
func (d Disks) Sample() (before, after string) {
	after = "running\n"
	for _, disk := range d.Further {
		after += file(disk) + "\n"
	}
	for line := range strings.Lines(d.Hardware) {
		after += "hardware " + line
	}
	return "new\n", after + d.description()
}

// Sample is a machine that was never made, and one that was.
func (SeedDisk) Sample() (before, after string) { return "absent\n", "present\n" }

// Sample is a machine that is off, and one that is on.
func (r Running) Sample() (before, after string) {
	return "kvm\nstopped\n", "kvm\nrunning\n" + r.Hardware
}

// Sample is a machine that boots, and one that can be logged in to.
func (Ready) Sample() (before, after string) { return "not ready\n", "ready\n" }
