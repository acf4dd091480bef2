package vm

import (
	"strings"

	"github.com/hrun-dev/hrun/tasks"
)

var (
	_ tasks.Sampler = Key{}
	_ tasks.Sampler = Certificate{}
	_ tasks.Sampler = KnownHosts{}
)

// Sample is a directory that is not there yet, and one with a key.
func (Key) Sample() (before, after string) { return "absent\nabsent\nabsent\n", "700\n600\n600\n" }

// Sample is a certificate without the keys that it is made of, and one of both.
func (c Certificate) Sample() (before, after string) {
	const keys = "key SHA256:of-the-key\nca SHA256:of-the-ca\n"
	after = keys + keys
	for _, user := range c.Users {
		after += "user " + user + "\n"
	}
	return "key none\nca none\n", after
}

// Sample is machines that have no keys yet, and a file with the key of each.
func (k KnownHosts) Sample() (before, after string) {
	const key = "ssh-ed25519 AAAA"
	after = strings.Repeat(key+"\n", len(k.Hosts))
	for _, h := range k.Hosts {
		after += strings.Join(h.Names, ",") + " " + key + "\n"
	}
	return strings.Repeat("none\n", len(k.Hosts)), after
}
