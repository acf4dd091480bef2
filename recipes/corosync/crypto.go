package corosync

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// crypto wants a configuration that is there already to use this cipher and
// hash. It comes before the task of the whole file, so that a change of these
// two owes another handler than a change of the rest. Where there is no file
// yet there is nobody to talk to either, and nothing to do.
type crypto struct {
	Path         string
	Cipher, Hash string
}

var _ tasks.Task = crypto{}

// split is an awk program that sets key and value from a line "key: value",
// however it is indented.
const split = `{
	key = $0; sub(/^[ \t]+/, "", key); sub(/[ \t]+$/, "", key); value = key
	sub(/[ \t]*:.*/, "", key); sub(/^[^:]*:[ \t]*/, "", value)
}
`

func (c crypto) String() string { return "corosync crypto" }

// Probe prints "absent", or the file's cipher and hash, one a line; what the
// file does not say is "none", corosync's default.
func (c crypto) Probe() sh.Script {
	return "if [ ! -e " + sh.Word(c.Path) + " ]; then echo absent; exit 0; fi\n" + sh.Cmd("awk", split+`BEGIN { cipher = hash = "none" }
key == "crypto_cipher" { cipher = value }
key == "crypto_hash" { hash = value }
END { print "cipher " cipher; print "hash " hash }`, c.Path)
}

// Plan changes the two lines in place and leaves the rest of the file as it is.
func (c crypto) Plan(got string) (tasks.Change, error) {
	var change tasks.Change
	if got == "absent\n" {
		return change, nil
	}
	lines := strings.Split(got, "\n")
	cipher, okCipher := strings.CutPrefix(lines[0], "cipher ")
	if len(lines) != 3 || !okCipher || !strings.HasPrefix(lines[1], "hash ") {
		return change, fmt.Errorf("probe of %s printed %q", c.Path, got)
	}
	hash := strings.TrimPrefix(lines[1], "hash ")
	change.Differ("cipher", cipher, c.Cipher, c.set("crypto_cipher", c.Cipher))
	change.Differ("hash", hash, c.Hash, c.set("crypto_hash", c.Hash))
	return change, nil
}

// set replaces the lines of the key by one after "totem {". It writes beside
// the file and renames, so that corosync never reads a part.
func (c crypto) set(key, value string) sh.Script {
	fresh := c.Path + ".hrun"
	return sh.Lines(
		sh.Cmd("cp", "-p", c.Path, fresh),
		sh.Cmd("awk", "-v", "name="+key, "-v", "wanted="+value, split+`key == name { next }
{ print }
/^[ \t]*totem[ \t]*[{]/ { print "  " name ": " wanted }`, c.Path)+" >"+sh.Word(fresh),
		sh.Cmd("mv", "-f", fresh, c.Path),
	)
}
