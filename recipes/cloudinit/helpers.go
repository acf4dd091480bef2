package cloudinit

import "strings"

// HostsFile returns /etc/hosts with localhost and these names. It stays as it
// is only with [HostsUnmanaged].
func HostsFile(names ...Name) File {
	return File{Path: "/etc/hosts", Content: Machine{Names: names}.hosts()}
}

// TrustedUserCA returns the files that have a machine's sshd let in whoever
// has a certificate, for the user that he logs in as, that the holder of this
// public key has signed. The setting is a file of its own: nothing is appended
// to sshd_config.
func TrustedUserCA(key string) []File {
	return []File{
		{Path: caFile, Content: strings.TrimSpace(key) + "\n"},
		{Path: "/etc/ssh/sshd_config.d/user-ca.conf", Content: "TrustedUserCAKeys " + caFile + "\n"},
	}
}
