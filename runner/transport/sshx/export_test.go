package sshx

// BastionUsers is how many callers wait for the bastion or go through it.
func BastionUsers(d *Dialer, bastion string) int {
	d.bastions.mu.Lock()
	defer d.bastions.mu.Unlock()
	if b := d.bastions.open[bastion]; b != nil {
		return b.users
	}
	return 0
}
