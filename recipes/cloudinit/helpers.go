package cloudinit

import (
	"fmt"
	"net/netip"
	"strings"
)

// Name is what an address is called; the first name is the canonical one.
type Name struct {
	Address netip.Addr
	Names   []string
}

// HostsFile returns /etc/hosts with localhost and these names. It stays as it
// is only with [HostsUnmanaged].
func HostsFile(names ...Name) File {
	var b strings.Builder
	b.WriteString("127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n")
	for _, n := range names {
		fmt.Fprintf(&b, "%s %s\n", n.Address, strings.Join(n.Names, " "))
	}
	return File{Path: "/etc/hosts", Content: b.String()}
}

// caFile is where the nodes of the reference have the CA of their users.
const caFile = "/etc/ssh/ca.pub"

// TrustedUserCA returns the files that have a machine's sshd let in whoever
// has a certificate, for the user that he logs in as, that the holder of this
// public key has signed. The setting is a file of its own, that of
// recipes/sshca: nothing is appended to sshd_config.
func TrustedUserCA(key string) []File {
	return []File{
		{Path: caFile, Content: strings.TrimSpace(key) + "\n"},
		{Path: "/etc/ssh/sshd_config.d/50-hrun-ca.conf", Content: "# Written by hrun; changes are lost.\nTrustedUserCAKeys " + caFile + "\n"},
	}
}
