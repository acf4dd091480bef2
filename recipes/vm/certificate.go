package vm

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Certificate is the certificate of a key pair, where ssh looks for it: beside
// the key, with the suffix "-cert.pub". It is valid for ever.
type Certificate struct {
	Key, CA string   // paths of the private halves
	Users   []string // that the owner of the key may log in as, in order
}

func (c Certificate) String() string { return "certificate of " + c.Key }

func (c Certificate) set() sh.Script {
	return "key=" + sh.Word(c.Key) + "\nca=" + sh.Word(c.CA) + "\nusers=" + sh.Word(strings.Join(c.Users, ",")) + "\n"
}

// Probe prints the fingerprints of the key and of the CA, and then what the
// certificate has of each, and its users.
func (c Certificate) Probe() sh.Script {
	return "(\n" + c.set() + `fingerprint() {
	[ -e "$2" ] || { echo "$1 none"; return; }
	line=$(ssh-keygen -l -f "$2") || return
	line=${line#* }
	echo "$1 ${line%% *}"
}
fingerprint key "$key.pub" && fingerprint ca "$ca.pub" || exit
[ -e "$key-cert.pub" ] || exit 0
certificate=$(ssh-keygen -L -f "$key-cert.pub") || exit
printf '%s\n' "$certificate" | awk '
	$1 == "Public" { print "key", $4 }
	$1 == "Signing" { print "ca", $4 }
	$1 == "Critical" { names = 0 }
	names { print "user", $1 }
	$1 == "Principals:" { names = 1 }'
)`
}

// Plan signs the key.
func (c Certificate) Plan(got string) (change tasks.Change, err error) {
	lines := strings.SplitN(got, "\n", 3)
	if len(lines) != 3 {
		return change, fmt.Errorf("the probe printed %q", got)
	}
	if strings.HasSuffix(lines[0], " none") || strings.HasSuffix(lines[1], " none") {
		return change, fmt.Errorf("there is no key %s or no CA %s yet", c.Key, c.CA)
	}
	want := lines[0] + "\n" + lines[1] + "\n"
	for _, u := range c.Users {
		want += "user " + u + "\n"
	}
	change.Differ("certificate", lines[2], want, "(\n"+c.set()+
		`ssh-keygen -q -s "$ca" -I "${key##*/}" -n "$users" "$key.pub" >&2 && chown --reference="$key" "$key-cert.pub"`+"\n)")
	return change, nil
}
