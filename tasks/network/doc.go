// Package network holds tasks about the addresses of a host's interfaces
// ([Address]) and its routes ([Route]), as the kernel has them now.
//
// What they set is gone after a boot. Whatever configures the network of the
// host at boot has a file for that, which a task of the package file can write:
// a snippet in /etc/network/interfaces.d for ifupdown, a .network file in
// /etc/systemd/network for systemd-networkd. Where such a program runs, it may
// also take away what it does not know.
//
// The absent forms refuse to take away the address that the run itself has come
// in by, or the route back to where it has come from; see [ConnectedError]. Any
// other change can still cut a host off.
//
// They need ip(8), of iproute2 or of busybox.
package network
