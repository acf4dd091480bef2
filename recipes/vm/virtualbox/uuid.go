package virtualbox

import (
	"crypto/sha256"
	"fmt"
)

// UUID returns the UUID of a machine of a lab. It is of version 8, for
// what its maker likes (RFC 9562, section 5.8), while VirtualBox itself makes
// those of version 4: no other machine has it by chance.
func UUID(lab, machine string) string {
	return labUUID(lab) + half("hrun machine\x00" + lab + "\x00" + machine)[18:]
}

// labUUID returns what the UUIDs of all machines of a lab begin with.
func labUUID(lab string) string { return half("hrun lab\x00" + lab)[:18] }

// half returns a UUID of which the caller takes one half.
func half(of string) string {
	b := sha256.Sum256([]byte(of))
	b[6] = b[6]&0x0f | 0x80
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:16])
}
