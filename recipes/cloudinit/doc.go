// Package cloudinit says what a new machine makes of itself at its first boot,
// in the form that cloud-init's NoCloud data source reads: user-data,
// meta-data, network-config and vendor-data, typed or as given files.
//
// An [Instance] is a machine as it is described; its [Seed] is the files, or
// the image of a disk that has them. [Schema] has cloud-init judge a seed
// before there is a machine, and [Finished] waits for a machine to be done.
//
// What is said here of cloud-init is from version 22.4.2, that of Debian 12.
package cloudinit
