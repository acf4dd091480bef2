package lab

import "github.com/hrun-dev/hrun/recipes/cloudinit"

// Machine is one of the machines.
type Machine struct {
	Name    string
	Image   Image // what it begins with; its zero fields are as those of the lab's, see [Lab.ImageOf]
	CPUs    int   // 0 means 1
	Memory  int   // MiB; 0 means 1024
	Disks   []Disk
	Links   []Link
	Seed    cloudinit.Seed // secret as a whole: the host key is in it
	Given   bool           // the seed has a user-data that somebody has written, to be judged before the machine is made
	Reboots bool           // the machine may boot once more by itself, at the end of its first boot
	Forward int            // port of the hypervisor's 127.0.0.1 that leads to the machine's sshd; 0 means none
	Off     bool           // it is made, and not started
	Address string         // where the inventory dials the machine, if that is an IP address
}

// Disk is a further disk of a machine, empty at first.
type Disk struct {
	Name string // lower-case letters and digits
	Size int    // MiB
}
