package sshx

import "net"

// NewTunnel is a tunnel over a channel.
func NewTunnel(channel net.Conn) net.Conn { return newTunnel(channel) }

// BastionUsers is how many callers wait for the bastion or go through it.
func BastionUsers(d *Dialer, bastion string) int {
	d.bastions.mu.Lock()
	defer d.bastions.mu.Unlock()
	if b := d.bastions.open[bastion]; b != nil {
		return b.users
	}
	return 0
}
