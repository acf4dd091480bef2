package lab

import "path"

// Keys is the absolute paths of the keys that the lab is entered with. The
// public half of a key is beside it, with the suffix ".pub".
type Keys struct {
	Operator   string // key pair that may log in
	CA         string // key pair that signs certificates of users
	KnownHosts string

	CertifiedAs []string // users that the operator has a certificate for; none means no certificate
}

// What stands in a seed for the public keys, which are only known on the
// hypervisor: recipes are built without looking at any host.
const (
	OperatorKey = "@OPERATOR_KEY@"
	CAKey       = "@CA_KEY@"
)

// HostKey returns the path of a machine's host key, made before its first
// boot; the public half is beside it, with the suffix ".pub".
func (l Lab) HostKey(machine string) string { return path.Join(l.MachineDir(machine), "host_key") }
